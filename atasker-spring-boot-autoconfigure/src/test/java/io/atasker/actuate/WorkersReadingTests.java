package io.atasker.actuate;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ContextExecutor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

@OnBothStacks
class WorkersReadingTests extends EndpointTests {

	@Test
	void listsAllWorkersByName() {
		String first = event().name();
		String second = queue(String.class).name();
		HttpResponse<String> response = this.server.get("/workers");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("application/vnd.spring-boot.actuator"));
		assertThat(response.body()).startsWith("{\"workers\":{")
			.containsSubsequence("\"" + first + "\":{\"name\":", "\"" + second + "\":{\"name\":");
	}

	@Test
	void describesAWorkerInFull() {
		String name = name();
		this.server.workers().define(name).queue(String.class).autoStart(false).executor((item, context) -> {
		}).register();
		assertThat(this.server.get("/workers/" + name).body())
			.isEqualTo(("{'name':'%s','type':'QUEUE','executor':'THREAD','state':'STOPPED','desired':'STOPPED',"
					+ "'supervisor':'default','priority':'NORMAL','autoStart':false,'runOn':'EVERY_NODE',"
					+ "'concurrency':1,'queue':{'provider':'memory','size':0,'capacity':100000,'dead':0},"
					+ "'executions':{'running':0,'succeeded':0,'failed':0,'cancelled':0,'returned':0,'retried':0,"
					+ "'missed':0,'merged':0}}")
				.formatted(name)
				.replace('\'', '"'));
	}

	@Test
	void printsDurationsAndInstantsInIsoForm() {
		BackgroundIntervalWorker worker = interval();
		await(() -> worker.snapshot().executions().succeeded() > 0 && worker.nextExecution() != null);
		String body = this.server.get("/workers/" + worker.name()).body();
		assertThat(body).contains("\"schedule\":{\"interval\":\"PT1H\"}", "\"status\":\"SUCCEEDED\"",
				"\"duration\":\"PT");
		Matcher next = Pattern.compile("\"nextExecution\":\\{\"time\":\"([^\"]+)\"").matcher(body);
		assertThat(next.find()).isTrue();
		assertThat(Instant.parse(next.group(1))).isCloseTo(worker.nextExecution(), within(1, ChronoUnit.MINUTES));
	}

	@Test
	void showsExecutionsNewestFirst() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundQueueWorker<String> worker = register(
				this.server.workers().define(name()).queue(String.class).onError((failure) -> {
				}).executor((item, context) -> {
					if (runs.incrementAndGet() == 2) {
						throw new IllegalStateException("bad\nitem");
					}
				}));
		worker.put("a");
		worker.put("b");
		await(() -> worker.snapshot().executions().failed() == 1);
		assertThat(this.server.get("/workers/" + worker.name() + "/executions").body())
			.startsWith("{\"worker\":\"" + worker.name() + "\",\"executions\":[{\"taskId\":")
			.containsSubsequence("\"status\":\"FAILED\"",
					"\"exception\":{\"type\":\"java.lang.IllegalStateException\",\"message\":\"bad", "item\"}",
					"\"cause\":\"ITEM\",\"status\":\"SUCCEEDED\"")
			.doesNotContain("bad\\nitem");
	}

	@Test
	void showsHowFarExecutionsGot() {
		BackgroundEventWorker worker = register(this.server.workers().define(name()).event().onError((failure) -> {
		}).executor((ContextExecutor) (context) -> {
			context.progress(0.75, "three of four");
			throw new IllegalStateException("the fourth");
		}));
		worker.trigger();
		await(() -> worker.snapshot().executions().failed() == 1);
		assertThat(this.server.get("/workers/" + worker.name() + "/executions").body())
			.contains("\"message\":\"the fourth\"},\"progress\":{\"fraction\":0.75,\"message\":\"three of four\"}}]}");
	}

	@Test
	void tellsExecutionsThatMoveFromThoseThatDoNot() throws InterruptedException {
		Busy busy = busy();
		await(() -> stack(busy.worker).contains("\"samples\":5,\"moving\":false,\"stack\":[\""));
		busy.end();
		BackgroundWorker moving = register(
				this.server.workers().define(name()).executor((ContextExecutor) (context) -> {
					while (!context.isStopRequested()) {
						new CountDownLatch(1).await(7, TimeUnit.MILLISECONDS);
						new Semaphore(0).tryAcquire(7, TimeUnit.MILLISECONDS);
					}
				}));
		await(() -> stack(moving).contains("\"moving\":true"));
		moving.stopAsync();
	}

	private String stack(BackgroundWorker worker) {
		return this.server.get("/workers/" + worker.name() + "/stack").body();
	}

	@Test
	void showsWhereAnExecutionIs() throws InterruptedException {
		Busy busy = busy();
		await(() -> stack(busy.worker).contains("\"java.util.concurrent.CountDownLatch.await(CountDownLatch.java:"));
		assertThat(stack(busy.worker)).startsWith("{\"worker\":\"" + busy.name() + "\",\"executions\":[{\"taskId\":")
			.contains("\"runningFor\":\"PT");
		busy.end();
	}

	@Test
	void showsProgressOfCurrentExecutions() throws InterruptedException {
		Busy busy = busy((context) -> context.progress(0.5, "half\u001b[31m"));
		assertThat(this.server.get("/workers/" + busy.name()).body()).contains("\"current\":[{\"taskId\":",
				"\"cause\":\"TRIGGER\",\"progress\":{\"fraction\":0.5,\"message\":\"half");
		busy.end();
	}

	@Test
	void listsRedrivesAndPurgesDeadLetters() {
		BackgroundQueueWorker<String> worker = register(
				this.server.workers().define(name()).queue(String.class).onError((failure) -> {
				}).executor((item, context) -> {
					throw new IllegalStateException("no " + item);
				}));
		worker.put("secret");
		await(() -> worker.deadLetters().size() == 1);
		assertThat(this.server.get("/workers/" + worker.name() + "/deadletters").body())
			.startsWith("{\"worker\":\"" + worker.name() + "\",\"dead\":1,\"deadLetters\":[{\"id\":")
			.contains("\"attempts\":1", "\"error\":\"java.lang.IllegalStateException: no secret\"")
			.doesNotContain("\"item\"");
		assertAnswer(this.server.post("/workers/" + worker.name() + "/redrive"), worker, "redrive", "1", "STARTED");
		await(() -> worker.deadLetters().size() == 1);
		assertAnswer(this.server.post("/workers/" + worker.name() + "/purge"), worker, "purge", "1", "STARTED");
		assertAnswer(this.server.post("/workers/" + worker.name() + "/purge"), worker, "purge", "0", "STARTED");
	}

}
