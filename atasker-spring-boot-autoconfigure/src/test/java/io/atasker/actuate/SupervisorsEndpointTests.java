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
		this.server.post("/supervisors/default", "{\"reset\":\"all\"}");
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
		assertThat(this.server.bean(Audited.class).last().getData()).isEqualTo(Map.of("supervisor", "default", "action",
				"resize", "arguments", Map.of("poolSize", "31"), "oldLimits", new PoolLimits(20, 5, 5).toString(),
				"newLimits", new PoolLimits(31, 5, 5).toString(), "result", "CHANGED", "reason", "peak"));
	}

	@Test
	void showsWhatWasChangedBesideWhatIsConfiguredAndBringsItBack() {
		this.server.post("/supervisors/default", "{\"poolSize\":30,\"reason\":\"peak\"}");
		this.server.post("/supervisors/default", "{\"poolSize\":32,\"reserveHigh\":6,\"for\":\"1h\"}");
		assertThat(this.server.get("/supervisors/default").body())
			.contains("\"overrides\":{\"poolSize\":{\"configured\":20,\"effective\":32,\"by\":\"anonymous\",\"at\":\"",
					"\"reserveHigh\":{\"configured\":5,\"effective\":6,\"by\":\"anonymous\"", "\"until\":\"",
					"\"lastChange\":{\"action\":\"resize\",\"by\":\"anonymous\",\"at\":\"")
			.doesNotContain("reserveNormal\":{");
		assertThat(this.server.post("/supervisors/default", "{\"reset\":\"poolSize\"}").body()).contains("\"CHANGED\"");
		assertThat(supervisor().limits()).isEqualTo(new PoolLimits(20, 5, 6));
		assertThat(this.server.post("/supervisors/default", "{\"reset\":\"all\"}").body()).contains("\"CHANGED\"");
		assertThat(supervisor().limits()).isEqualTo(new PoolLimits(20, 5, 5));
		assertThat(this.server.post("/supervisors/default", "{\"reset\":\"all\"}").body()).contains("\"UNCHANGED\"");
		assertThat(this.server.get("/supervisors/default").body()).doesNotContain("overrides")
			.contains("\"lastChange\":{\"action\":\"reset\"");
	}

	@Test
	void limitThatCannotComeBackAloneIsStillKnown() {
		this.server.post("/supervisors/default", "{\"poolSize\":2147483641,\"reserveNormal\":0}");
		assertThat(this.server.post("/supervisors/default", "{\"reset\":\"reserveNormal\"}").statusCode())
			.isEqualTo(400);
		assertThat(this.server.get("/supervisors/default").body()).contains("\"reserveNormal\":{\"configured\":5");
		assertThat(this.server.post("/supervisors/default", "{\"reset\":\"all\"}").body()).contains("\"CHANGED\"");
		assertThat(supervisor().limits()).isEqualTo(new PoolLimits(20, 5, 5));
	}

	@Test
	void limitsThatAreChangedForSomeTimeComeBack() {
		this.server.post("/supervisors/default", "{\"poolSize\":30,\"reserveHigh\":6}");
		this.server.post("/supervisors/default", "{\"poolSize\":40,\"for\":\"200ms\"}");
		await(() -> supervisor().limits().equals(new PoolLimits(20, 5, 6)));
		assertThat(this.server.get("/supervisors/default").body()).contains("\"overrides\":{\"reserveHigh\":")
			.doesNotContain("\"poolSize\":{");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                                       | nothing to change
			{"reason":"x"}                                           | nothing to change
			{"poolSize":"many"}                                      | poolSize must be a whole number
			{"poolSize":-1}                                          | poolSize must be a whole number
			{"poolSize":1.5}                                         | poolSize must be a whole number
			{"poolSize":2147483647}                                  | too large
			{"poolSize":99999999999}                                 | poolSize must not be greater
			{"size":3}                                               | unknown key
			{"for":"1h"}                                             | nothing to change
			{"poolSize":3,"for":"1"}                                 | for needs a unit
			{"poolSize":3,"reset":"all"}                             | reset excludes all limits
			{"reset":"all","for":"1h"}                               | reset excludes for
			{"reset":"size"}                                         | there is no limit 'size'
			{"processPoolSize":2}                                    | supervisor 'default' has no process pool
			{"poolSize":3,"processPoolReserveHigh":2}                | has no process pool
			{"reset":"processPoolSize"}                              | has no process pool
			{"supervisor":"other","poolSize":3}                      | taken from the path
			""")
	void refusesLimits(String body, String reason) {
		assertError(this.server.post("/supervisors/default", body), 400, reason);
		assertThat(supervisor().limits()).isEqualTo(new PoolLimits(20, 5, 5));
	}

	@Test
	void knowsNoOtherSupervisors() {
		assertError(this.server.get("/supervisors/third"), 404, "there is no supervisor 'third'");
		assertError(this.server.get("/supervisors/DEFAULT"), 404, "there are [default, other]");
		assertError(this.server.post("/supervisors/third", "{\"poolSize\":1}"), 404, "there is no supervisor");
	}

	private Supervisor supervisor() {
		return this.server.bean(Supervisor.class);
	}

}
