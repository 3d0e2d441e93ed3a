package io.atasker.actuate;

import java.util.Map;

import io.atasker.actuate.EndpointApplication.Audited;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@OnBothStacks
class SupervisorsEndpointTests extends EndpointTests {

	@BeforeEach
	void resetLimits() {
		supervisor().resize(new PoolLimits(20, 5, 5));
	}

	@Test
	void describesSupervisors() {
		String body = this.server.get("/supervisors/default").body();
		assertThat(body).startsWith("""
				{"state":"STARTED","pool":{"size":20,"reserveNormal":5,"reserveHigh":5,"threads":""")
			.contains("\"running\":{\"LOW\":0,\"NORMAL\":0,\"HIGH\":0,\"CRITICAL\":0}",
					"\"waiting\":{\"LOW\":0,\"NORMAL\":0,\"HIGH\":0,\"CRITICAL\":0},\"loops\":[")
			.doesNotContain("processes", "oldestWaiting");
		assertThat(this.server.get("/supervisors").body())
			.startsWith("{\"supervisors\":{\"default\":{\"state\":\"STARTED\",");
	}

	@Test
	void resizes() {
		assertThat(this.server.post("/supervisors/default", "{\"poolSize\":30,\"reserveHigh\":\"7\"}").body())
			.isEqualTo(
					"{\"supervisor\":\"default\",\"action\":\"resize\",\"result\":\"CHANGED\",\"state\":\"STARTED\"}");
		assertThat(supervisor().limits()).isEqualTo(new PoolLimits(30, 5, 7));
		assertThat(this.server.post("/supervisors/default", "{\"poolSize\":30}").body()).contains("\"UNCHANGED\"");
	}

	@Test
	void leavesATraceOfEachResize() {
		this.server.post("/supervisors/default", "{\"poolSize\":31,\"reason\":\"peak\"}");
		assertThat(this.server.bean(Audited.class).last().getType()).isEqualTo("ATASKER_SUPERVISOR");
		assertThat(this.server.bean(Audited.class).last().getData()).isEqualTo(
				Map.of("supervisor", "default", "action", "resize", "oldLimits", new PoolLimits(20, 5, 5).toString(),
						"newLimits", new PoolLimits(31, 5, 5).toString(), "result", "CHANGED", "reason", "peak"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                                       | nothing to change
			{"reason":"x"}                                           | nothing to change
			{"poolSize":"many"}                                      | poolSize must be a number
			{"poolSize":-1}                                          | poolSize must be a number
			{"poolSize":1.5}                                         | poolSize must be a number
			{"poolSize":2147483647}                                  | too large
			{"poolSize":99999999999}                                 | poolSize must not be greater
			{"size":3}                                               | unknown key
			{"supervisor":"other","poolSize":3}                      | taken from the path
			""")
	void refusesLimits(String body, String reason) {
		assertError(this.server.post("/supervisors/default", body), 400, reason);
		assertThat(supervisor().limits()).isEqualTo(new PoolLimits(20, 5, 5));
	}

	@Test
	void knowsNoOtherSupervisors() {
		assertError(this.server.get("/supervisors/other"), 404, "there is no supervisor 'other'");
		assertError(this.server.get("/supervisors/DEFAULT"), 404, "there are [default");
		assertError(this.server.post("/supervisors/other", "{\"poolSize\":1}"), 404, "there is no supervisor");
	}

	private Supervisor supervisor() {
		return this.server.bean(Supervisor.class);
	}

}
