package io.atasker.actuate;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that run in child processes, and their pool, as operators see and control them.
 */
@Tag("waiting")
@OnBothStacks
class ProcessWorkersEndpointTests extends EndpointTests {

	private final JsonMapper json = new JsonMapper();

	@Override
	Class<?> application() {
		return ProcessApplication.class;
	}

	@Override
	List<String> properties() {
		List<String> properties = new ArrayList<>(super.properties());
		properties.add("atasker.supervisor.process-pool.size=1");
		properties.add("atasker.supervisors.other.process-pool.size=2");
		return properties;
	}

	@BeforeEach
	void nothingRuns() {
		this.server.workers().stream().forEach((worker) -> worker.cancel("the next test"));
		this.server.post("/supervisors/default", "{\"reset\":\"all\"}");
		await(() -> this.server.workers().stream().noneMatch((worker) -> worker.statistics().running() > 0));
		assertThat(limits()).isEqualTo(new PoolLimits(1, 0, 0));
	}

	private PoolLimits limits() {
		return this.server.bean(Supervisor.class).processStatistics().limits();
	}

	private JsonNode get(String path) {
		return this.json.readTree(this.server.get(path).body());
	}

	private JsonNode supervisor() {
		return get("/supervisors/default");
	}

	private List<JsonNode> busyChildren() {
		List<JsonNode> busy = new ArrayList<>();
		supervisor().path("processes").forEach((child) -> {
			if (child.path("state").stringValue("").equals("BUSY")) {
				busy.add(child);
			}
		});
		return busy;
	}

	private JsonNode current(String worker) {
		return get("/workers/" + worker).path("current").path(0);
	}

	private BackgroundWorker worker(String name) {
		return this.server.workers().get(name);
	}

	private long triggerAndAwaitChild() {
		assertAnswer(this.server.post("/workers/endless/trigger"), worker("endless"), "trigger", "\"ACCEPTED\"",
				"STARTED");
		await(() -> current("endless").path("progress").path("message").stringValue("").equals("on my way"));
		return busyChildren().get(0).path("pid").longValue();
	}

	@Test
	void showsTheChildAndWhatItRuns() {
		triggerAndAwaitChild();
		JsonNode child = busyChildren().get(0);
		assertThat(child.path("taskId").stringValue()).isEqualTo(current("endless").path("taskId").stringValue())
			.startsWith("endless-");
		assertThat(child.propertyNames()).containsExactly("pid", "state", "runs", "memory", "taskId", "since");
		assertThat(child.path("since").stringValue()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z");
		assertThat(ProcessHandle.of(child.path("pid").longValue())).get().matches(ProcessHandle::isAlive);
		JsonNode pool = supervisor().path("processPool");
		assertThat(pool.path("size").intValue()).isOne();
		assertThat(pool.path("running").path("NORMAL").intValue()).isOne();
		assertThat(pool.has("problem")).isFalse();
		assertThat(get("/workers/endless").path("executor").stringValue()).isEqualTo("PROCESS");
	}

	@Test
	void cancelKillsTheChildAndTheWorkerGoesOn() {
		long pid = triggerAndAwaitChild();
		assertAnswer(this.server.post("/workers/endless/cancel", "{\"reason\":\"enough\"}"), worker("endless"),
				"cancel", "1", "STARTED");
		await(() -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
		await(() -> get("/workers/endless").path("lastExecution").path("status").stringValue("").equals("CANCELLED"));
		assertThat(triggerAndAwaitChild()).isNotEqualTo(pid);
	}

	@Test
	void stackIsThatOfTheChild() {
		long pid = triggerAndAwaitChild();
		AtomicReference<JsonNode> seen = new AtomicReference<>();
		await(() -> {
			seen.set(get("/workers/endless/stack").path("executions").path(0));
			return seen.get().path("stack").toString().contains("ProcessWorkers.pause(");
		});
		JsonNode execution = seen.get();
		assertThat(execution.path("thread").stringValue()).isEqualTo("child process " + pid);
		assertThat(execution.path("taskId").stringValue()).startsWith("endless-");
		assertThat(execution.path("stack").toString()).contains("ProcessWorkers.endless(", "ChildMain.main(")
			.doesNotContain("io.atasker.supervisor");
		assertThat(execution.path("samples").intValue()).isEqualTo(5);
	}

	@Test
	void stopsAndStarts() {
		BackgroundWorker polite = worker("polite");
		assertAnswer(this.server.post("/workers/polite/start"), polite, "start", "\"STARTED\"", "STARTED");
		await(() -> busyChildren().size() == 1 && current("polite").has("progress"));
		assertAnswer(this.server.post("/workers/polite/stop"), polite, "stop", "\"STOPPED\"", "STOPPED");
		assertThat(busyChildren()).isEmpty();
		assertThat(get("/workers/polite").path("lastExecution").path("status").stringValue()).isEqualTo("SUCCEEDED");
	}

	@Test
	void failureOfAnItemIsThatOfTheChild() {
		assertThat(this.server.post("/workers/sizes/put", "{\"item\":\"bad\"}").statusCode()).isEqualTo(200);
		await(() -> get("/workers/sizes").path("lastExecution").path("status").stringValue("").equals("FAILED"));
		JsonNode exception = get("/workers/sizes").path("lastExecution").path("exception");
		assertThat(exception.path("type").stringValue()).isEqualTo("java.lang.IllegalArgumentException");
		assertThat(exception.path("message").stringValue()).isEqualTo("no bad item");
		this.server.post("/workers/sizes/put", "{\"item\":\"exit\"}");
		await(() -> this.server.get("/workers/sizes").body().contains("ended with exit code 7"));
		await(() -> this.server.get("/workers/sizes/deadletters").body().contains("exit code 7"));
		assertThat(this.server.get("/workers/sizes/deadletters").body()).contains("no bad item");
		this.server.post("/workers/sizes/purge");
	}

	@Test
	void resizesTheProcessPoolWhileRunsWait() {
		this.server.post("/workers/sizes/put", "{\"item\":\"hang\"}");
		this.server.post("/workers/sizes/put", "{\"item\":\"hang\"}");
		await(() -> supervisor().path("processPool").path("waiting").path("NORMAL").intValue() == 1);
		assertThat(this.server.post("/supervisors/default", "{\"processPoolSize\":2,\"reason\":\"peak\"}").body())
			.isEqualTo(
					"{\"supervisor\":\"default\",\"action\":\"resize\",\"result\":\"CHANGED\",\"state\":\"STARTED\"}");
		await(() -> busyChildren().size() == 2);
		JsonNode told = supervisor();
		assertThat(told.path("processPool").path("size").intValue()).isEqualTo(2);
		assertThat(told.path("pool").path("size").intValue()).isEqualTo(20);
		assertThat(told.path("overrides").propertyNames()).containsExactly("processPoolSize");
		assertThat(told.path("overrides").path("processPoolSize").path("configured").intValue()).isOne();
		assertThat(this.server.bean(EndpointApplication.Audited.class).last().getData()).containsEntry("oldLimits",
				"PoolLimits[poolSize=20, reserveNormal=5, reserveHigh=5], processes PoolLimits[poolSize=1, reserveNormal=0, reserveHigh=0]")
			.containsEntry("reason", "peak");
		assertThat(this.server.post("/supervisors/default", "{\"processPoolSize\":2}").body()).contains("UNCHANGED");
		assertThat(this.server.post("/supervisors/default", "{\"reset\":\"processPoolSize\"}").body())
			.contains("\"CHANGED\"");
		assertThat(limits()).isEqualTo(new PoolLimits(1, 0, 0));
	}

	@Test
	void limitsOfTheProcessPoolThatAreChangedForSomeTimeComeBack() {
		this.server.post("/supervisors/default", "{\"processPoolReserveNormal\":3,\"poolSize\":22,\"for\":\"200ms\"}");
		await(() -> limits().equals(new PoolLimits(1, 0, 0)));
		await(() -> this.server.bean(Supervisor.class).limits().equals(new PoolLimits(20, 5, 5)));
		assertThat(supervisor().has("overrides")).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"poolSize":30,"processPoolSize":0}            | must be at least 1
			{"processPoolSize":3,"poolSize":2147483647}    | too large
			{"processPoolSize":-1}                         | processPoolSize must be a whole number
			{"processPool":3}                              | unknown key
			""")
	void changesAllLimitsOrNone(String body, String reason) {
		assertError(this.server.post("/supervisors/default", body), 400, reason);
		assertThat(limits()).isEqualTo(new PoolLimits(1, 0, 0));
		assertThat(this.server.bean(Supervisor.class).limits()).isEqualTo(new PoolLimits(20, 5, 5));
		assertThat(supervisor().has("overrides")).isFalse();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(EndpointApplication.class)
	static class ProcessApplication {

		@Bean
		ProcessWorkers processWorkers() {
			return new ProcessWorkers();
		}

	}

	static class ProcessWorkers {

		@EventWorker
		static void endless(WorkContext context) throws InterruptedException {
			context.progress(0.5, "on my way");
			while (true) {
				pause();
			}
		}

		private static void pause() throws InterruptedException {
			TimeUnit.MILLISECONDS.sleep(20);
		}

		@IntervalWorker(value = "1h", name = "polite", autoStart = false)
		static void polite(WorkContext context) throws InterruptedException {
			context.progress(0, "waiting");
			while (!context.isStopRequested()) {
				TimeUnit.MILLISECONDS.sleep(5);
			}
		}

		@QueueWorker(concurrency = "2")
		static int sizes(String item) throws InterruptedException {
			switch (item) {
				case "bad" -> throw new IllegalArgumentException("no bad item");
				case "exit" -> Runtime.getRuntime().halt(7);
				default -> TimeUnit.MINUTES.sleep(10);
			}
			return item.length();
		}

	}

}
