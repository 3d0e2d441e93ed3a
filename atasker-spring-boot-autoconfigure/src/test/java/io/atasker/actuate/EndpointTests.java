package io.atasker.actuate;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.WorkerBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

import org.springframework.boot.WebApplicationType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What tests of endpoints have in common: a server on one of the two stacks, and workers.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class EndpointTests {

	static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final AtomicInteger numbers = new AtomicInteger();

	@Parameter
	WebApplicationType type;

	EndpointServer server;

	@BeforeParameterizedClassInvocation
	void startServer() {
		this.server = EndpointServer.start(this.type, application(), properties().toArray(String[]::new));
	}

	Class<?> application() {
		return EndpointApplication.class;
	}

	List<String> properties() {
		return List.of("management.endpoints.web.exposure.include=*", "management.endpoint.workers.access=unrestricted",
				"management.endpoint.supervisors.access=unrestricted");
	}

	@AfterParameterizedClassInvocation
	void stopServer() {
		this.server.close();
	}

	static void awaitLatch(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	final BackgroundEventWorker event() {
		return register(this.server.workers().define(name()).event().executor((ContextExecutor) (context) -> {
		}));
	}

	final BackgroundIntervalWorker interval() {
		return register(this.server.workers()
			.define(name())
			.interval(Duration.ofHours(1))
			.executor((ContextExecutor) (context) -> {
			}));
	}

	final <T> BackgroundQueueWorker<T> queue(Class<T> type) {
		return queue(type, new ConcurrentLinkedQueue<>());
	}

	final <T> BackgroundQueueWorker<T> queue(Class<T> type, Queue<Object> seen) {
		return register(this.server.workers().define(name()).queue(type).executor((item, context) -> seen.add(item)));
	}

	final Busy busy() throws InterruptedException {
		return busy((context) -> {
		});
	}

	final Busy busy(ContextExecutor first) throws InterruptedException {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		BackgroundEventWorker worker = register(
				this.server.workers().define(name()).event().executor((ContextExecutor) (context) -> {
					first.execute(context);
					running.countDown();
					end.await();
				}));
		worker.trigger();
		assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
		return new Busy(worker, end);
	}

	static <H extends BackgroundWorker> H register(WorkerBuilder<?, H> builder) {
		return builder.register();
	}

	static String name() {
		return "w" + numbers.incrementAndGet();
	}

	static void await(Callable<Boolean> condition) {
		Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(5)).until(condition);
	}

	static void assertAnswer(HttpResponse<String> response, BackgroundWorker worker, String action, String result,
			String state) {
		assertAnswer(200, response, worker, action, result, state);
	}

	static void assertAnswer(int status, HttpResponse<String> response, BackgroundWorker worker, String action,
			String result, String state) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		String expected = "{\"worker\":\"%s\",\"action\":\"%s\",\"result\":%s,\"state\":\"".formatted(worker.name(),
				action, result);
		assertThat(response.body()).startsWith(expected);
		if (state != null) {
			assertThat(response.body()).isEqualTo(expected + state + "\"}");
		}
	}

	static void assertError(HttpResponse<String> response, int status, String... reasons) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(response.body()).startsWith("{\"error\":\"").endsWith("\"}").contains(reasons);
	}

	/**
	 * An event worker that runs until it is told to end.
	 */
	static final class Busy {

		final BackgroundEventWorker worker;

		private final CountDownLatch end;

		Busy(BackgroundEventWorker worker, CountDownLatch end) {
			this.worker = worker;
			this.end = end;
		}

		String name() {
			return this.worker.name();
		}

		void end() {
			this.end.countDown();
		}

	}

}
