package io.atasker.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.atasker.actuate.EndpointApplication.Audited;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerHooks;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@OnBothStacks
class WorkersActionTests extends EndpointTests {

	@Test
	void startsAndStops() {
		BackgroundWorker worker = event();
		String path = "/workers/" + worker.name();
		assertAnswer(this.server.post(path + "/stop"), worker, "stop", "\"STOPPED\"", "STOPPED");
		assertAnswer(this.server.post(path + "/stop"), worker, "stop", "\"UNCHANGED\"", "STOPPED");
		assertAnswer(this.server.post(path + "/start"), worker, "start", "\"STARTED\"", "STARTED");
		assertAnswer(this.server.post(path + "/start"), worker, "start", "\"UNCHANGED\"", "STARTED");
		assertAnswer(this.server.post(path + "/restart"), worker, "restart", "\"RESTARTED\"", "STARTED");
	}

	@Test
	void takesStartOptions() {
		AtomicReference<WorkContext> seen = new AtomicReference<>();
		BackgroundIntervalWorker worker = register(this.server.workers()
			.define(name())
			.interval(Duration.ofHours(1))
			.autoStart(false)
			.requireArgument("region")
			.executor((ContextExecutor) seen::set));
		String body = """
				{"priority":"high","interval":"30m","label":"by hand","reason":"test",
				 "arguments":"{\\"region\\":\\"EU\\",\\"limit\\":5}"}""";
		HttpResponse<String> response = this.server.post("/workers/" + worker.name() + "/start", body);
		assertAnswer(response, worker, "start", "\"STARTED\"", "STARTED");
		await(() -> seen.get() != null);
		assertThat(seen.get().arguments()).isEqualTo(Map.of("region", "EU", "limit", 5));
		assertThat(seen.get().name()).isEqualTo("by hand");
		assertThat(worker.snapshot().priority()).isEqualTo(Priority.HIGH);
		assertThat(worker.snapshot().schedule().interval()).isEqualTo(Duration.ofMinutes(30));
		assertThat(worker.snapshot().lastChange().reason()).isEqualTo("test");
		assertThat(worker.snapshot().lastChange().by()).isEqualTo("anonymous");
	}

	@Test
	void refusesAStartWithoutARequiredArgument() {
		BackgroundWorker worker = register(this.server.workers()
			.define(name())
			.event()
			.autoStart(false)
			.requireArgument("region")
			.executor((ContextExecutor) (context) -> {
			}));
		assertError(this.server.post("/workers/" + worker.name() + "/start"), 400, "'region' is missing");
	}

	@Test
	void refusesStartOptionsOnAStartedWorker() {
		BackgroundWorker worker = event();
		assertError(this.server.post("/workers/" + worker.name() + "/start", "{\"priority\":\"HIGH\"}"), 409,
				"is started already");
		assertThat(worker.snapshot().priority()).isEqualTo(Priority.NORMAL);
	}

	@Test
	void answersFailureOfAHook() {
		BackgroundWorker worker = register(
				this.server.workers().define(name()).event().autoStart(false).hooks(new WorkerHooks() {

					@Override
					public void beforeStart(BackgroundWorker worker) {
						throw new IllegalStateException("no\r\nconnection");
					}

				}).executor((ContextExecutor) (context) -> {
				}));
		HttpResponse<String> response = this.server.post("/workers/" + worker.name() + "/start");
		assertError(response, 500, "no", "connection");
		assertThat(response.body()).doesNotContain("\\r", "\\n", "at io.atasker");
	}

	@Test
	void answersWhileAStopIsUnderWay() throws InterruptedException {
		Busy busy = busy();
		HttpResponse<String> response = this.server.post("/workers/" + busy.name() + "/stop", "{\"wait\":\"50ms\"}");
		assertAnswer(202, response, busy.worker, "stop", "\"STOPPING\"", "STOPPING");
		busy.end();
		await(() -> busy.worker.state() == WorkerState.STOPPED);
	}

	@Test
	void startsAgainAfterAStopForSomeTime() {
		BackgroundWorker worker = event();
		assertAnswer(this.server.post("/workers/" + worker.name() + "/stop", "{\"for\":\"100ms\"}"), worker, "stop",
				"\"STOPPED\"", null);
		await(worker::isStarted);
	}

	@Test
	void triggers() throws InterruptedException {
		Busy busy = busy();
		String path = "/workers/" + busy.name() + "/trigger";
		assertAnswer(this.server.post(path), busy.worker, "trigger", "\"ACCEPTED\"", "STARTED");
		assertAnswer(this.server.post(path), busy.worker, "trigger", "\"MERGED\"", "STARTED");
		assertAnswer(this.server.post(path, "{\"ifIdle\":true}"), busy.worker, "trigger", "\"IGNORED\"", "STARTED");
		busy.end();
		await(() -> busy.worker.snapshot().executions().succeeded() == 2);
	}

	@Test
	void refusesToTriggerAStoppedWorker() {
		BackgroundWorker worker = event();
		worker.stop();
		assertError(this.server.post("/workers/" + worker.name() + "/trigger"), 409, "is stopped; start it first");
	}

	@Test
	void refusesToTriggerAWorkerOfAnotherType() {
		BackgroundWorker worker = queue(String.class);
		assertError(this.server.post("/workers/" + worker.name() + "/trigger"), 400, "is of type queue",
				"cannot be triggered");
	}

	@Test
	void cancelsExecutions() throws InterruptedException {
		Busy busy = busy();
		String task = busy.worker.snapshot().current().get(0).taskId();
		String path = "/workers/" + busy.name() + "/cancel";
		assertAnswer(this.server.post(path, "{\"taskId\":\"no-such\"}"), busy.worker, "cancel", "0", "STARTED");
		assertAnswer(this.server.post(path, "{\"taskId\":\"" + task + "\",\"reason\":\"stuck\"}"), busy.worker,
				"cancel", "1", "STARTED");
		await(() -> busy.worker.snapshot().executions().cancelled() == 1);
	}

	@Test
	void refusesToStartADisabledWorker() {
		BackgroundEventWorker worker = register(
				this.server.workers().define(name()).event().enabled(false).executor((ContextExecutor) (context) -> {
				}));
		for (String action : List.of("start", "restart", "trigger")) {
			assertError(this.server.post("/workers/" + worker.name() + "/" + action), 409,
					"is switched off by configuration");
		}
		assertAnswer(this.server.post("/workers/" + worker.name() + "/stop"), worker, "stop", "\"UNCHANGED\"",
				"DISABLED");
	}

	@Test
	void takesNothingForASupervisorThatIsStopped() {
		BackgroundQueueWorker<String> queue = register(this.server.workers()
			.define(name())
			.queue(String.class)
			.supervisor("other")
			.executor((item, context) -> {
			}));
		BackgroundEventWorker event = register(this.server.workers()
			.define(name())
			.event()
			.supervisor("other")
			.executor((ContextExecutor) (context) -> {
			}));
		this.server.supervisor("other").stop(new ShutdownPolicy(Duration.ofSeconds(5), false, false));
		assertError(this.server.post("/workers/" + queue.name() + "/put", "{\"item\":\"x\"}"), 503, queue.name());
		assertError(this.server.post("/workers/" + event.name() + "/trigger"), 503,
				"belongs to a supervisor that is stopped");
		assertThat(this.server.get("/workers/" + event.name()).body()).contains("\"stoppedBy\":\"SHUTDOWN\"");
		this.server.supervisor("other").start();
		assertThat(this.server.post("/workers/" + event.name() + "/trigger").statusCode()).isEqualTo(200);
	}

	@Test
	void knowsNoOtherWorkers() {
		long before = this.server.workers().stream().count();
		assertError(this.server.get("/workers/no-such"), 404, "there is no worker 'no-such'");
		assertError(this.server.get("/workers/no-such/executions"), 404, "there is no worker");
		assertError(this.server.post("/workers/no-such/start"), 404, "there is no worker");
		assertError(this.server.post("/workers/no-such", "{\"priority\":\"HIGH\"}"), 404, "there is no worker");
		assertThat(this.server.workers().stream().count()).isEqualTo(before);
	}

	@Test
	void knowsNoOtherActions() {
		String path = "/workers/" + event().name();
		assertError(this.server.post(path + "/explode"), 400, "there is no action 'explode'", "redrive");
		assertError(this.server.post(path + "/START"), 400, "there is no action 'START'");
		assertError(this.server.get(path + "/explode"), 400, "there is no view 'explode'", "deadletters");
		assertError(this.server.post(path + "/start", "{\"prioritty\":\"LOW\"}"), 400, "unknown key 'prioritty'",
				"delayBefore");
	}

	@Test
	void leavesATraceOfEachWrite() {
		BackgroundWorker worker = event();
		Audited audited = this.server.bean(Audited.class);
		this.server.post("/workers/" + worker.name() + "/stop", "{\"reason\":\"quiet\\r\\nhours\"}");
		assertThat(audited.last().getPrincipal()).isEqualTo("anonymous");
		assertThat(audited.last().getType()).isEqualTo("ATASKER_WORKER");
		assertThat(audited.last().getData()).isEqualTo(Map.of("worker", worker.name(), "action", "stop", "oldState",
				"STARTED", "newState", "STOPPED", "result", "STOPPED", "reason", "quiet\\u000d\\u000ahours"));
		int events = audited.events().size();
		this.server.get("/workers/" + worker.name());
		this.server.post("/workers/" + worker.name() + "/trigger");
		assertThat(audited.events()).hasSize(events);
	}

	@Test
	void traceSaysWhatWasAskedForButNotTheItem() {
		Audited audited = this.server.bean(Audited.class);
		BackgroundWorker poll = interval();
		this.server.post("/workers/" + poll.name(), "{\"interval\":\"2h\",\"for\":\"1h\"}");
		assertThat(audited.last().getData()).containsEntry("arguments", Map.of("interval", "2h", "for", "1h"));
		BackgroundQueueWorker<String> queue = queue(String.class);
		this.server.post("/workers/" + queue.name() + "/put", "{\"item\":\"secret\",\"delay\":\"1h\"}");
		assertThat(audited.last().getData()).containsEntry("arguments", Map.of("delay", "1h"));
		assertThat(audited.last().toString()).doesNotContain("secret");
	}

	@Test
	void showsTheLastActionWhateverItWas() {
		BackgroundQueueWorker<String> queue = queue(String.class);
		this.server.post("/workers/" + queue.name() + "/put", "{\"item\":\"x\",\"reason\":\"lost mail\"}");
		assertThat(this.server.get("/workers/" + queue.name()).body())
			.contains("\"lastChange\":{\"action\":\"put\",\"by\":\"anonymous\",\"at\":\"")
			.contains("\"reason\":\"lost mail\"");
		this.server.post("/workers/" + queue.name() + "/purge");
		assertThat(queue.snapshot().lastChange().action()).isEqualTo("put");
		BackgroundEventWorker event = event();
		this.server.post("/workers/" + event.name() + "/trigger", "{\"reason\":\"now\"}");
		assertThat(event.snapshot().lastChange().action()).isEqualTo("trigger");
		assertThat(event.snapshot().lastChange().reason()).isEqualTo("now");
	}

	@Test
	void restartBehindASlowStopIsStillUnderWay() throws InterruptedException {
		Busy busy = busy();
		assertAnswer(202, this.server.post("/workers/" + busy.name() + "/restart"), busy.worker, "restart",
				"\"RESTARTED\"", "STOPPING");
		busy.end();
		await(() -> busy.worker.state() == WorkerState.STARTED);
	}

	@Test
	void saysWhenAStopForSomeTimeIsOver() {
		BackgroundIntervalWorker worker = interval();
		String path = "/workers/" + worker.name();
		this.server.post(path + "/stop", "{\"for\":\"30m\",\"reason\":\"noise\"}");
		assertThat(this.server.get(path).body()).contains("\"waiting\":{\"since\":\"",
				"\"reason\":\"stopped, starts again at 20");
		this.server.post(path + "/stop", "{\"for\":\"100ms\"}");
		await(() -> worker.state() == WorkerState.STARTED);
		assertThat(this.server.get(path).body()).doesNotContain("waiting");
	}

	@Test
	void refusesAllNodesWhereThereIsNoViewOfThem() {
		BackgroundWorker worker = event();
		String path = "/workers/" + worker.name();
		assertError(this.server.post(path + "/stop", "{\"target\":\"ALL\"}"), 400,
				"set atasker.cluster.view.enabled=true");
		assertAnswer(this.server.post(path + "/stop", "{\"target\":\"node\"}"), worker, "stop", "\"STOPPED\"",
				"STOPPED");
		assertThat(this.server.get("/workers").body()).doesNotContain("\"cluster\"", "\"nodes\"");
	}

	@Test
	void manyCallsAtOnceLeaveALegalState() throws InterruptedException {
		BackgroundEventWorker event = event();
		BackgroundQueueWorker<String> queue = queue(String.class);
		List<String> paths = List.of(event.name() + "/start", event.name() + "/stop", event.name() + "/restart",
				event.name() + "/trigger", queue.name() + "/put");
		Queue<HttpResponse<String>> responses = new ConcurrentLinkedQueue<>();
		CountDownLatch go = new CountDownLatch(1);
		List<Thread> callers = IntStream.range(0, 50).mapToObj((number) -> new Thread(() -> {
			awaitLatch(go);
			String path = paths.get(number % paths.size());
			responses.add(this.server.post("/workers/" + path, path.endsWith("put") ? "{\"item\":\"x\"}" : ""));
		})).toList();
		callers.forEach(Thread::start);
		go.countDown();
		for (Thread caller : callers) {
			caller.join(PATIENCE.toMillis());
		}
		assertThat(responses).hasSize(50)
			.allSatisfy((response) -> assertThat(response.statusCode()).as(response.body()).isIn(200, 202, 409))
			.filteredOn((response) -> response.statusCode() != 409)
			.allSatisfy((response) -> assertThat(response.body())
				.containsPattern("\"state\":\"(STARTED|STOPPED|STARTING|STOPPING)\""));
		await(() -> event.state() == WorkerState.STARTED || event.state() == WorkerState.STOPPED);
		await(() -> queue.snapshot().executions().succeeded() == 10);
	}

}
