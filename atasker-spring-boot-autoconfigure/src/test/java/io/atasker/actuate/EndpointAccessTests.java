package io.atasker.actuate;

import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be reached by default: nothing; once exposed, reading.
 */
@Tag("waiting")
class EndpointAccessTests {

	private static final List<String> READS = List.of("/workers", "/supervisors", "/supervisors/default");

	private static final List<String> WRITES = List.of("/workers/any", "/workers/any/stop", "/supervisors/default");

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void nothingIsExposedByDefault(WebApplicationType type) {
		try (EndpointServer server = EndpointServer.start(type, EndpointApplication.class)) {
			assertThat(READS).allSatisfy((path) -> assertThat(server.get(path).statusCode()).isEqualTo(404));
			assertThat(WRITES).allSatisfy((path) -> assertThat(server.post(path).statusCode()).isEqualTo(404));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void whatIsExposedCanOnlyBeRead(WebApplicationType type) {
		try (EndpointServer server = EndpointServer.start(type, EndpointApplication.class,
				"management.endpoints.web.exposure.include=workers,supervisors")) {
			assertThat(READS).allSatisfy((path) -> assertThat(server.get(path).statusCode()).isEqualTo(200));
			assertThat(WRITES).allSatisfy((path) -> assertThat(server.post(path).statusCode()).isIn(404, 405));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void accessCanBeTakenAwayAltogether(WebApplicationType type) {
		try (EndpointServer server = EndpointServer.start(type, EndpointApplication.class,
				"management.endpoints.web.exposure.include=*", "management.endpoint.workers.access=none",
				"management.endpoint.supervisors.access=none")) {
			assertThat(READS).allSatisfy((path) -> assertThat(server.get(path).statusCode()).isEqualTo(404));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void guardsEndpointsOnAPortAndPathOfTheirOwn(WebApplicationType type) {
		try (EndpointServer server = EndpointServer.start(type, EndpointApplication.class, "management.server.port=0",
				"management.server.address=127.0.0.1", "management.endpoints.web.path-mapping.workers=jobs",
				"management.endpoints.web.exposure.include=*", "management.endpoint.workers.access=unrestricted")) {
			assertThat(server.get("/workers").statusCode()).isEqualTo(404);
			assertThat(server.get("/jobs").statusCode()).isEqualTo(200);
			assertThat(server.post("/jobs/any/stop").statusCode()).isEqualTo(404);
			assertThat(server.post("/jobs/any/stop?worker=other").statusCode()).isEqualTo(400);
			assertThat(server.post("/jobs/any/stop", "{\"worker\":\"other\"}").body())
				.contains("are taken from the path");
			assertThat(server.post("/jobs/any/stop", " ".repeat(100_000)).statusCode()).isEqualTo(413);
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void leavesAllOtherRequestsAlone(WebApplicationType type) {
		try (EndpointServer server = EndpointServer.start(type, EndpointApplication.class,
				"management.endpoints.web.exposure.include=*", "management.endpoint.loggers.access=unrestricted")) {
			assertThat(server.get("/health?worker=other").statusCode()).isEqualTo(200);
			assertThat(server.post("/loggers/io.atasker", " ".repeat(100_000) + "{\"configuredLevel\":\"INFO\"}")
				.statusCode()).isEqualTo(204);
		}
	}

}
