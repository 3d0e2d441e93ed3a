package io.atasker.dashboard;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.atasker.actuate.EndpointApplication;
import io.atasker.actuate.EndpointServer;
import io.atasker.actuate.OnBothStacks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page on real servers, wherever it may be.
 */
@Tag("waiting")
@OnBothStacks
class DashboardEndpointTests {

	private static final String EXPOSED = "management.endpoints.web.exposure.include=workers,supervisors,atasker";

	private static final Pattern LINK = Pattern
		.compile("(?:href|src|data-workers|data-supervisors)=\"([^\"#]+)\"(?! class)");

	private static final Map<String, String> HEADERS = Map.of("X-Content-Type-Options", "nosniff", "X-Frame-Options",
			"DENY", "Referrer-Policy", "no-referrer", "Cache-Control", "no-store", "Cross-Origin-Opener-Policy",
			"same-origin", "Cross-Origin-Resource-Policy", "same-origin");

	@Parameter
	private WebApplicationType type;

	@Test
	void isNotThereUnlessExposed() {
		try (EndpointServer server = start()) {
			assertThat(server.get("/atasker").statusCode()).isEqualTo(404);
			assertThat(server.get("/atasker/app.js").statusCode()).isEqualTo(404);
			assertThat(server.get("/atasker").headers().firstValue("Content-Security-Policy")).isEmpty();
		}
	}

	@Test
	void servesThePageAndItsPartsAndNothingElse() {
		try (EndpointServer server = start(EXPOSED, "spring.application.name=\"><script>alert(1)</script>")) {
			HttpResponse<String> page = server.get("/atasker");
			assertIsThePage(page);
			assertThat(page.body())
				.contains("data-application=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"",
						"data-workers-access=\"read-only\"", "data-supervisors-access=\"read-only\"")
				.doesNotContain("{{", "<script>");
			assertPart(server.get("/atasker/app.js"), "text/javascript;charset=UTF-8");
			assertPart(server.get("/atasker/page.css"), "text/css;charset=UTF-8");
			assertPart(server.get("/atasker/icon.svg"), "image/svg+xml");
			assertLeadsNowhereElse(server);
			assertLinksLead(server, "/actuator/atasker", page.body());
			assertThat(server.send(server.request("/atasker").method("HEAD", BodyPublishers.noBody())).statusCode())
				.isEqualTo(200);
			assertThat(server.get("/workers").headers().firstValue("Content-Security-Policy")).isEmpty();
		}
	}

	@Test
	void saysWhatMayBeWritten() {
		try (EndpointServer server = start(EXPOSED, "management.endpoint.workers.access=unrestricted")) {
			assertThat(server.get("/atasker").body()).contains("data-workers-access=\"unrestricted\"",
					"data-supervisors-access=\"read-only\"");
		}
		try (EndpointServer server = start(EXPOSED, "management.endpoint.workers.access=unrestricted",
				"management.endpoints.access.max-permitted=read-only")) {
			assertThat(server.get("/atasker").body()).contains("data-workers-access=\"read-only\"");
		}
	}

	@Test
	void saysWhichEndpointsAreMissing() {
		try (EndpointServer server = start("management.endpoints.web.exposure.include=atasker")) {
			assertThat(server.get("/atasker").body()).contains("data-workers=\"\"", "data-supervisors=\"\"");
		}
	}

	@Test
	void worksUnderPathsOfItsOwn() {
		String context = (this.type == WebApplicationType.SERVLET) ? "server.servlet.context-path=/shop"
				: "spring.webflux.base-path=/shop";
		try (EndpointServer server = start(EXPOSED, context, "management.endpoints.web.base-path=/manage",
				"management.endpoints.web.path-mapping.atasker=ui/jobs",
				"management.endpoints.web.path-mapping.workers=all")) {
			HttpResponse<String> page = server.getAbsolute("/shop/manage/ui/jobs");
			assertIsThePage(page);
			assertThat(page.body()).contains("src=\"jobs/app.js\"", "data-workers=\"../all\"",
					"data-supervisors=\"../supervisors\"");
			assertPart(server.getAbsolute("/shop/manage/ui/jobs/app.js"), "text/javascript;charset=UTF-8");
			assertLinksLead(server, "/shop/manage/ui/jobs", page.body());
		}
	}

	@Test
	void worksAtTheRoot() {
		try (EndpointServer server = start(EXPOSED, "management.server.port=0", "management.server.address=127.0.0.1",
				"management.endpoints.web.base-path=/")) {
			HttpResponse<String> page = server.getAbsolute("/atasker");
			assertIsThePage(page);
			assertLinksLead(server, "/atasker", page.body());
		}
	}

	@Test
	void worksOnAPortOfItsOwn() {
		try (EndpointServer server = start(EXPOSED, "management.server.port=0", "management.server.address=127.0.0.1",
				"management.server.base-path=/ops")) {
			HttpResponse<String> page = server.getAbsolute("/ops/actuator/atasker");
			assertIsThePage(page);
			assertPart(server.getAbsolute("/ops/actuator/atasker/app.js"), "text/javascript;charset=UTF-8");
			assertLinksLead(server, "/ops/actuator/atasker", page.body());
		}
	}

	private EndpointServer start(String... properties) {
		return EndpointServer.start(this.type, EndpointApplication.class, properties);
	}

	private static void assertIsThePage(HttpResponse<String> page) {
		assertPart(page, "text/html;charset=UTF-8");
		assertThat(page.body()).startsWith("<!doctype html>").contains("<title>Workers</title>");
	}

	private static void assertPart(HttpResponse<String> part, String contentType) {
		assertThat(part.statusCode()).isEqualTo(200);
		assertThat(part.headers().firstValue("Content-Type").map((value) -> value.replace(" ", "")))
			.hasValueSatisfying((value) -> assertThat(value).isEqualToIgnoringCase(contentType));
		HEADERS.forEach((name, value) -> assertThat(part.headers().allValues(name)).as(name).containsExactly(value));
		assertThat(part.headers().allValues("Content-Security-Policy")).singleElement()
			.asString()
			.contains("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'",
					"require-trusted-types-for 'script'")
			.doesNotContain("unsafe", "*");
	}

	private static void assertLeadsNowhereElse(EndpointServer server) {
		assertThat(List.of("page.html", "x.js", "app.js.map", "DashboardEndpoint.class", "APP.JS", "app", "app.js/x",
				"..%2fdashboard%2fapp.js", "%2e%2e%2fapp.js", ".."))
			.allSatisfy((name) -> assertThat(server.get("/atasker/" + name).statusCode()).isIn(400, 404));
	}

	private static void assertLinksLead(EndpointServer server, String path, String html) {
		List<String> links = new ArrayList<>(
				LINK.matcher(html).results().map((MatchResult match) -> match.group(1)).toList());
		assertThat(links).hasSizeGreaterThan(5).allSatisfy((link) -> {
			assertThat(link).doesNotStartWith("/");
			assertThat(server.getAbsolute(URI.create(path).resolve(link).getPath()).statusCode()).as(link)
				.isEqualTo(200);
		});
	}

}
