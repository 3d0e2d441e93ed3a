package io.atasker.dashboard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;

/**
 * The headers of the page and its parts. Actuator's operations cannot set any, so they
 * are added beside it.
 */
final class DashboardHeaders {

	static final EndpointId ENDPOINT = EndpointId.of("atasker");

	/**
	 * What the page may do, as far as the page itself can say so. Where trusted types are
	 * known, text can never become markup, not even by a mistake of ours.
	 */
	static final String CONTENT_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
			+ "img-src 'self' data:; base-uri 'none'; form-action 'none'; "
			+ "require-trusted-types-for 'script'; trusted-types 'none'";

	private static final Map<String, String> HEADERS = headers();

	private DashboardHeaders() {
	}

	private static Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("Content-Security-Policy", CONTENT_POLICY + "; frame-ancestors 'none'");
		headers.put("X-Content-Type-Options", "nosniff");
		headers.put("X-Frame-Options", "DENY");
		headers.put("Referrer-Policy", "no-referrer");
		headers.put("Cross-Origin-Opener-Policy", "same-origin");
		headers.put("Cross-Origin-Resource-Policy", "same-origin");
		headers.put("Cache-Control", "no-store");
		return headers;
	}

	static void write(BiConsumer<String, String> response) {
		HEADERS.forEach(response);
	}

	/**
	 * Returns the patterns of the paths that have the headers.
	 * @param endpoints where the endpoints are
	 * @return the patterns, none if the page cannot be reached
	 */
	static List<String> patterns(PathMappedEndpoints endpoints) {
		String path = endpoints.getPath(ENDPOINT);
		return (path != null) ? List.of(path, path + "/{*asset}") : List.of();
	}

}
