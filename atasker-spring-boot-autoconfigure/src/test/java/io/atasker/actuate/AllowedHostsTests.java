package io.atasker.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failure case 91: a page that has made its own name mean this server.
 */
@Tag("waiting")
class AllowedHostsTests {

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void endpointsAnswerToTheNamesThatAreAllowedOnly(WebApplicationType type) throws Exception {
		try (EndpointServer server = EndpointServer.start(type, EndpointApplication.class,
				"management.endpoints.web.exposure.include=*", "management.endpoint.workers.access=unrestricted",
				"atasker.endpoints.allowed-hosts=jobs.example,127.0.0.1")) {
			assertThat(status(server, "GET", "/workers", "jobs.example")).isEqualTo(200);
			assertThat(status(server, "GET", "/workers", "JOBS.example.:8080")).isEqualTo(200);
			assertThat(server.get("/workers").statusCode()).isEqualTo(200);
			for (String host : List.of("evil.example", "jobs.example.evil.example", "localhost", "")) {
				assertThat(status(server, "GET", "/workers", host)).as(host).isIn(400, 421);
				assertThat(status(server, "GET", "/workers/any", host)).as(host).isIn(400, 421);
				assertThat(status(server, "GET", "/supervisors", host)).as(host).isIn(400, 421);
				assertThat(status(server, "POST", "/workers/any/stop", host)).as(host).isIn(400, 421);
			}
			assertThat(status(server, "POST", "/workers/any/stop", "jobs.example")).isEqualTo(404);
			assertThat(response(server, "GET", "/workers", "evil.example\r\nX-Forwarded-Host: jobs.example"))
				.contains("421", "none of atasker.endpoints.allowed-hosts");
			assertThat(status(server, "GET", "/health", "evil.example")).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void endpointsAnswerToAnyNameUnlessSomeAreSaid(WebApplicationType type) throws Exception {
		try (EndpointServer server = EndpointServer.start(type, EndpointApplication.class,
				"management.endpoints.web.exposure.include=*")) {
			assertThat(status(server, "GET", "/workers", "any.example")).isEqualTo(200);
		}
	}

	@ParameterizedTest
	@CsvSource({ "localhost,true", "LOCALHOST:80,true", "localhost.,true", "[::1],true", "[::1]:8080,true", "::1,true",
			"10.0.0.1:1,true", "local,false", "localhost.evil,false", "[::2]:80,false", "10.0.0.1.evil:80,false",
			"'',false", ":80,false" })
	void portsBracketsAndCaseMakeNoDifference(String header, boolean allowed) {
		assertThat(AllowedHosts.of(List.of("Localhost", "::1", "10.0.0.1")).allow(header)).isEqualTo(allowed);
	}

	@Test
	void requestThatDoesNotSayIsRefused() {
		assertThat(AllowedHosts.of(List.of("localhost")).allow(null)).isFalse();
		assertThat(AllowedHosts.of(List.of()).allow(null)).isTrue();
	}

	private static int status(EndpointServer server, String method, String path, String host) throws IOException {
		return Integer.parseInt(response(server, method, path, host).split(" ")[1]);
	}

	/** The client of the JDK does not let us say for which host a request is. */
	private static String response(EndpointServer server, String method, String path, String host) throws IOException {
		int port = server.request(path).build().uri().getPort();
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream()
				.write(("%s /actuator%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"
						+ "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
					.formatted(method, path, host)
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
