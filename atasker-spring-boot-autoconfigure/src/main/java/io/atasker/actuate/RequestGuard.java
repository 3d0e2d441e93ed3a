package io.atasker.actuate;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.PathContainer;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * What is asked of a request to our endpoints before Actuator reads it. Actuator lets
 * keys of body and query replace the variables of the path, reads bodies of any size, and
 * does not say what is wrong with one.
 */
final class RequestGuard {

	/** How many bytes a body may have. */
	static final int LARGEST_BODY = 64 * 1024;

	/**
	 * How many bytes of a body are read before it is refused. A server that answers and
	 * hangs up while bytes are still on their way resets the connection, and a client
	 * that sends all before it reads never sees the answer. What is beyond
	 * {@link #LARGEST_BODY} is thrown away at once.
	 */
	static final int LARGEST_READ = 2 * 1024 * 1024;

	/** The variables of the paths. */
	static final Set<String> SELECTORS = Set.of("worker", "action", "supervisor");

	static final Rejection TOO_LARGE = new Rejection(413, "the body is larger than 64 KiB");

	private static final Rejection SELECTED_TWICE = new Rejection(400,
			"worker, action and supervisor are taken from the path and may not be given again");

	private static final Rejection NOT_UTF_8 = new Rejection(415, "the body must be in UTF-8");

	private static final List<EndpointId> ENDPOINTS = List.of(EndpointId.of("workers"), EndpointId.of("supervisors"));

	private static final boolean JACKSON_PRESENT = ClassUtils.isPresent("tools.jackson.core.json.JsonFactory",
			RequestGuard.class.getClassLoader());

	private static final Rejection FOREIGN_HOST = new Rejection(421,
			"the host of the request is none of " + AllowedHosts.PROPERTY);

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private final AllowedHosts hosts;

	private volatile @Nullable List<PathPattern> patterns;

	RequestGuard(ObjectProvider<PathMappedEndpoints> endpoints, AllowedHosts hosts) {
		this.endpoints = endpoints;
		this.hosts = hosts;
	}

	boolean covers(PathContainer path) {
		List<PathPattern> current = this.patterns;
		if (current == null) {
			current = patterns();
			this.patterns = current;
		}
		return current.stream().anyMatch((pattern) -> pattern.matches(path));
	}

	/**
	 * Checks host and query.
	 * @param host the host that the request is for
	 * @param keys the keys of its query
	 * @return why the request is rejected, {@code null} if it is not
	 */
	@Nullable Rejection check(@Nullable String host, Collection<String> keys) {
		if (!this.hosts.allow(host)) {
			return FOREIGN_HOST;
		}
		return keys.stream().anyMatch(SELECTORS::contains) ? SELECTED_TWICE : null;
	}

	/**
	 * Checks the body, if it says that it is JSON; Actuator refuses others.
	 * @param contentType what it says it is
	 * @param body all of it
	 * @return why the request is rejected, {@code null} if it is not
	 */
	@Nullable Rejection checkBody(@Nullable String contentType, byte[] body) {
		MediaType type = parse(contentType);
		if (type == null || !type.getSubtype().endsWith("json")) {
			return null;
		}
		Charset charset = type.getCharset();
		if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
			return NOT_UTF_8;
		}
		String problem = (JACKSON_PRESENT && body.length > 0) ? JsonBody.problem(body, SELECTORS) : null;
		if (problem == null) {
			return null;
		}
		return problem.equals(JsonBody.FORBIDDEN_KEY) ? SELECTED_TWICE : new Rejection(400, problem);
	}

	private static @Nullable MediaType parse(@Nullable String contentType) {
		try {
			return StringUtils.hasText(contentType) ? MediaType.parseMediaType(contentType) : null;
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

	private List<PathPattern> patterns() {
		PathMappedEndpoints mapped = this.endpoints.getIfAvailable();
		if (mapped == null) {
			return List.of();
		}
		return ENDPOINTS.stream()
			.map(mapped::getPath)
			.filter(Objects::nonNull)
			.flatMap((path) -> Stream.of(path, path + "/{*rest}"))
			.map(PathPatternParser.defaultInstance::parse)
			.toList();
	}

	/**
	 * Why a request is rejected.
	 *
	 * @param status the HTTP status
	 * @param reason a text without quotes and control characters
	 */
	record Rejection(int status, String reason) {

		byte[] json() {
			return "{\"error\":\"%s\"}".formatted(this.reason).getBytes(StandardCharsets.UTF_8);
		}

	}

}
