package io.atasker.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;

import io.atasker.supervisor.Priority;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@OnBothStacks
class WorkersSettingsTests extends EndpointTests {

	@Test
	void changesSettingsWhileRunning() {
		BackgroundIntervalWorker worker = interval();
		HttpResponse<String> response = this.server.post("/workers/" + worker.name(),
				"{\"interval\":\"2h\",\"priority\":\"LOW\",\"timeout\":\"3s\",\"concurrency\":2,\"for\":\"1h\"}");
		assertAnswer(response, worker, "change", "\"CHANGED\"", "STARTED");
		assertThat(worker.snapshot().schedule().interval()).isEqualTo(Duration.ofHours(2));
		assertThat(worker.snapshot().concurrency()).isEqualTo(2);
		assertThat(this.server.get("/workers/" + worker.name()).body()).contains(
				"\"overrides\":{\"interval\":{\"configured\":\"PT1H\",\"effective\":\"PT2H\",\"by\":\"anonymous\",\"at\":\"",
				"\"concurrency\":{\"configured\":1,\"effective\":2,", "\"until\":\"");
	}

	@Test
	void bringsSettingsBack() {
		BackgroundIntervalWorker worker = interval();
		String path = "/workers/" + worker.name();
		this.server.post(path, "{\"interval\":\"2h\",\"priority\":\"LOW\",\"timeout\":\"3s\"}");
		assertThat(this.server.post(path, "{\"reset\":\"interval, timeout\"}").statusCode()).isEqualTo(200);
		assertThat(worker.snapshot().overrides()).containsOnlyKeys("priority");
		assertAnswer(this.server.post(path, "{\"reset\":\"all\"}"), worker, "change", "\"CHANGED\"", "STARTED");
		assertAnswer(this.server.post(path, "{\"reset\":\"all\"}"), worker, "change", "\"UNCHANGED\"", "STARTED");
		assertThat(worker.snapshot().overrides()).isEmpty();
		assertThat(this.server.get(path).body()).doesNotContain("overrides");
	}

	@Test
	void settingsSurviveStopAndStartUntilTheyExpire() {
		BackgroundIntervalWorker worker = interval();
		String path = "/workers/" + worker.name();
		this.server.post(path, "{\"interval\":\"2h\"}");
		this.server.post(path + "/stop");
		this.server.post(path, "{\"priority\":\"LOW\",\"for\":\"300ms\"}");
		this.server.post(path + "/start", "{\"interval\":\"3h\",\"delayBefore\":\"1m\"}");
		assertThat(worker.snapshot().schedule().interval()).isEqualTo(Duration.ofHours(2));
		assertThat(this.server.get(path).body()).contains("\"configured\":\"PT3H\",\"effective\":\"PT2H\"");
		await(() -> worker.snapshot().priority() == Priority.NORMAL);
		assertThat(worker.snapshot().overrides()).containsOnlyKeys("interval");
		this.server.post(path, "{\"reset\":\"interval\"}");
		assertThat(worker.snapshot().schedule().interval()).isEqualTo(Duration.ofHours(3));
		this.server.post(path + "/restart");
		assertThat(worker.snapshot().schedule().interval()).isEqualTo(Duration.ofHours(1));
		assertThat(worker.snapshot().schedule().delayBefore()).isNull();
	}

	@Test
	void takesCronExpressions() {
		BackgroundIntervalWorker worker = interval();
		assertThat(this.server.post("/workers/" + worker.name(), "{\"cron\":\"0 0 4 * * *\"}").statusCode())
			.isEqualTo(200);
		assertThat(this.server.get("/workers/" + worker.name()).body())
			.contains("\"schedule\":{\"cron\":\"0 0 4 * * *\",\"zone\":\"");
		assertThat(this.server.post("/workers/" + worker.name(), "{\"cron\":\"-\"}").statusCode()).isEqualTo(200);
		assertThat(worker.nextExecution()).isNull();
		assertThat(this.server.get("/workers/" + worker.name()).body()).contains("\"schedule\":{\"cron\":\"-\"");
	}

	@Test
	void changesTheCapacityOfAQueue() {
		BackgroundQueueWorker<String> worker = queue(String.class);
		assertThat(this.server.post("/workers/" + worker.name(), "{\"capacity\":5}").statusCode()).isEqualTo(200);
		assertThat(worker.snapshot().queue().capacity()).isEqualTo(5);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                        | nothing to change
			{"reason":"x"}                            | nothing to change
			{"for":"1h"}                              | nothing to change
			{"unknown":"x"}                           | unknown key 'unknown'
			{"interval":"5"}                          | interval needs a unit
			{"interval":5}                            | interval needs a unit
			{"interval":"0s"}                         | interval must be positive
			{"interval":"-5s"}                        | interval must not be negative
			{"interval":"soon"}                       | interval must be a duration
			{"interval":"P106752D"}                   | longer than 100 years
			{"interval":"99999999999999999999s"}      | interval must be a duration
			{"interval":"2h","delay":"1h"}            | exclude each other
			{"interval":"2h","cron":"0 0 4 * * *"}    | cron excludes
			{"cron":"0 4 * * *"}                      | cron '0 4 * * *'
			{"cron":"at four"}                        | cron 'at four'
			{"priority":"URGENT"}                     | priority must be one of [LOW, NORMAL, HIGH, CRITICAL]
			{"concurrency":"0"}                       | concurrency must be between 1 and 65535
			{"concurrency":"2147483647"}             | concurrency must be between 1 and 65535, but is 2147483647
			{"concurrency":"-1"}                      | concurrency must be a whole number
			{"concurrency":"99999999999"}             | concurrency must not be greater
			{"capacity":"10"}                         | has no queue
			{"timeout":"-1s"}                         | timeout must not be negative
			{"priority":"LOW","for":"1"}              | for needs a unit
			{"reset":"colour"}                        | no setting 'colour'
			{"reset":"all","priority":"LOW"}          | reset excludes all settings
			{"reset":"all","for":"1h"}                | reset excludes for
			""")
	void refusesSettings(String body, String reason) {
		BackgroundIntervalWorker worker = interval();
		assertError(this.server.post("/workers/" + worker.name(), body), 400, reason);
		assertThat(worker.snapshot().overrides()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			stop    | {"wait":"5"}                       | wait needs a unit
			stop    | {"wait":"2m"}                      | wait must not be longer than 60s
			stop    | {"for":"0s"}                       | for must be positive
			stop    | {"priority":"LOW"}                 | unknown key 'priority'
			start   | {"arguments":"[1]"}                | arguments must be a JSON object
			start   | {"arguments":"{\\"a\\":null}"}     | 'a' must not be null
			start   | {"delay":"1s"}                     | has no interval
			start   | {"loop":"main"}                    | loop
			trigger | {"ifIdle":"maybe"}                 | ifIdle must be true or false
			""")
	void refusesOptionsOfActions(String action, String body, String reason) {
		BackgroundEventWorker worker = register(
				this.server.workers().define(name()).event().autoStart(false).executor((ContextExecutor) (context) -> {
				}));
		assertError(this.server.post("/workers/" + worker.name() + "/" + action, body), 400, reason);
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
	}

}
