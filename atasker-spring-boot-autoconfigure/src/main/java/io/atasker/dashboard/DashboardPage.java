package io.atasker.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.EndpointAccessResolver;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/**
 * The HTML of the page. It tells the scripts where the other endpoints are and whether
 * they may be written to; all links are relative to the page, so that proxies and context
 * paths need no configuration. Safe from any thread.
 */
public final class DashboardPage {

	private static final String PATH_TO_ITSELF = "/atasker";

	private final String application;

	private final EndpointAccessResolver access;

	private final ObjectProvider<PathMappedEndpoints> endpoints;

	private volatile @Nullable String html;

	/**
	 * Makes the page.
	 * @param application the name of the application, empty if it has none
	 * @param access who may write
	 * @param endpoints where the endpoints are, looked at when the page is first asked
	 * for
	 */
	public DashboardPage(String application, EndpointAccessResolver access,
			ObjectProvider<PathMappedEndpoints> endpoints) {
		this.application = application;
		this.access = access;
		this.endpoints = endpoints;
	}

	String html() {
		String current = this.html;
		if (current == null) {
			current = render();
			this.html = current;
		}
		return current;
	}

	private String render() {
		String page = path(DashboardHeaders.ENDPOINT);
		String from = (page != null) ? page : PATH_TO_ITSELF;
		return template().replace("{{policy}}", HtmlUtils.htmlEscape(DashboardHeaders.CONTENT_POLICY))
			.replace("{{assets}}", link(from, from))
			.replace("{{workers}}", link(from, path(EndpointId.of("workers"))))
			.replace("{{workers-access}}", access(EndpointId.of("workers")))
			.replace("{{supervisors}}", link(from, path(EndpointId.of("supervisors"))))
			.replace("{{supervisors-access}}", access(EndpointId.of("supervisors")))
			.replace("{{application}}", HtmlUtils.htmlEscape(this.application));
	}

	private @Nullable String path(EndpointId endpoint) {
		PathMappedEndpoints mapped = this.endpoints.getIfAvailable();
		return (mapped != null) ? mapped.getPath(endpoint) : null;
	}

	private String access(EndpointId endpoint) {
		return this.access.accessFor(endpoint, Access.READ_ONLY).name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String link(String from, @Nullable String to) {
		if (to == null) {
			return "";
		}
		return HtmlUtils.htmlEscape(UriUtils.encodePath(RelativeLink.between(from, to), StandardCharsets.UTF_8));
	}

	private static String template() {
		try {
			return DashboardAssets.file("page.html").getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("the page of workers cannot be read from the class path", ex);
		}
	}

}
