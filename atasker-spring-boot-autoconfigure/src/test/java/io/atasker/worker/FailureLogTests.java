package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of failing executions, and how often.
 */
@ExtendWith(LeakGuard.class)
class FailureLogTests {

	private final Engine engine = Engine.started();

	private final AtomicInteger runs = new AtomicInteger();

	private LogCapture log;

	@BeforeEach
	void capture() {
		this.log = LogCapture.of(BackgroundWorker.class);
	}

	@AfterEach
	void close() {
		this.log.close();
		this.engine.close();
	}

	@Test
	void burstIsLoggedOnceAndThenWhenItIsTenTimesAsLong() {
		BackgroundQueueWorker<Integer> worker = failing((item) -> true);
		put(worker, 100);
		List<String> messages = this.log.messages(Level.ERROR);
		assertThat(messages).hasSize(3);
		assertThat(messages.get(0)).contains("items", "failed");
		assertThat(messages.get(1)).contains("keeps failing", "10 executions");
		assertThat(messages.get(2)).contains("100 executions");
	}

	@Test
	void itemsThatAreGivenUpWithinABurstAreToldOfWhileTheyAreFew() {
		BackgroundQueueWorker<Integer> worker = failing((item) -> true);
		put(worker, 5);
		assertThat(this.log.messages(Level.WARN)).hasSize(4)
			.allSatisfy((message) -> assertThat(message).contains("'items'", "goes to the dead letters"));
		put(worker, 95);
		assertThat(this.log.messages(Level.WARN)).hasSize(10);
		assertThat(worker.deadLetters().size()).isEqualTo(100);
	}

	@Test
	void attemptThatIsRetriedIsAWarningAndTheLastOneAnErrorWithItsStack() {
		BackgroundQueueWorker<Integer> worker = retrying((item) -> true);
		put(worker, 1);
		assertThat(this.log.messages(Level.WARN)).singleElement()
			.asString()
			.contains("'items' failed in attempt 1 with java.lang.IllegalStateException: no")
			.endsWith("; its item will be tried again");
		assertThat(this.log.messages(Level.ERROR)).isEmpty();
		this.engine.advance(Duration.ofSeconds(1));
		this.engine.advance(Duration.ofSeconds(2));
		assertThat(Engine.counts(worker).retried()).isEqualTo(2);
		assertThat(Engine.counts(worker).failed()).isOne();
		assertThat(this.log.messages(Level.WARN)).hasSize(1);
		assertThat(this.log.messages(Level.ERROR)).singleElement()
			.asString()
			.endsWith("failed; its item is given up and goes to the dead letters");
		assertThat(this.log.messagesWithStack()).isEqualTo(this.log.messages(Level.ERROR));
	}

	@Test
	void attemptsThatSucceedInTheEndAreNoErrors() {
		BackgroundQueueWorker<Integer> worker = retrying((item) -> this.runs.incrementAndGet() <= 20);
		put(worker, 10);
		this.engine.advance(Duration.ofSeconds(1));
		this.engine.advance(Duration.ofSeconds(2));
		assertThat(Engine.counts(worker).retried()).isEqualTo(20);
		assertThat(Engine.counts(worker).succeeded()).isEqualTo(10);
		assertThat(this.log.messages(Level.ERROR)).isEmpty();
		assertThat(this.log.messages(Level.WARN)).hasSize(2)
			.last()
			.asString()
			.contains("keeps failing, 10 executions since the last success");
	}

	@Test
	void burstsWithSuccessesInBetweenAreNotLoggedWithoutEnd() {
		BackgroundQueueWorker<Integer> worker = failing((item) -> item % 2 == 0);
		put(worker, 1_000);
		assertThat(Engine.counts(worker).failed()).isEqualTo(500);
		assertThat(this.log.messages(Level.ERROR)).hasSize(10);
		this.engine.advance(Duration.ofSeconds(31));
		put(worker, 10);
		assertThat(this.log.messages(Level.ERROR)).hasSize(15);
	}

	@Test
	void burstThatGoesOnIsToldOfEveryHalfMinute() {
		BackgroundQueueWorker<Integer> worker = failing((item) -> true);
		put(worker, 1);
		this.engine.advance(Duration.ofSeconds(30));
		put(worker, 1);
		assertThat(this.log.messages(Level.ERROR)).hasSize(2);
	}

	@Test
	void handlerThatAlwaysThrowsIsNotLoggedWithoutEnd() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.onError((failure) -> {
				throw new IllegalStateException("handler");
			})
			.executor((item, context) -> {
				throw new IllegalStateException("executor");
			})
			.register();
		put(worker, 1_000);
		assertThat(this.log.messages(Level.ERROR)).hasSize(4).allMatch((message) -> message.contains("Error handler"));
	}

	@Test
	void hostileExceptionsAreSurvivedAndCutToSize() {
		String huge = "x\r\n<script>".repeat(5_000_000);
		List<Exception> hostile = List.of(new IllegalStateException(huge), new Mute(), cycle());
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.executor((item, context) -> {
				throw hostile.get(this.runs.getAndIncrement() % hostile.size());
			})
			.register();
		put(worker, hostile.size());
		assertThat(Engine.counts(worker).failed()).isEqualTo(hostile.size());
		assertThat(worker.executions())
			.allSatisfy((run) -> assertThat(String.valueOf(run.errorMessage())).hasSizeLessThanOrEqualTo(1024)
				.doesNotContain("\n", "\r"));
		assertThat(worker.deadLetters().list(10)).allSatisfy(
				(letter) -> assertThat(letter.error()).hasSizeLessThanOrEqualTo(1024).doesNotContain("\n", "\r"));
		assertThat(this.log.messages(Level.ERROR)).allSatisfy((message) -> assertThat(message).hasSizeLessThan(2_000));
		assertThat(worker.isStarted()).isTrue();
	}

	private static Exception cycle() {
		IllegalStateException one = new IllegalStateException("one");
		one.initCause(new IllegalStateException("other", one));
		return one;
	}

	private BackgroundQueueWorker<Integer> failing(Predicate<Integer> when) {
		return this.engine.workers.define("items").queue(Integer.class).executor((item, context) -> {
			if (when.test(item)) {
				throw new IllegalStateException("no");
			}
		}).register();
	}

	private BackgroundQueueWorker<Integer> retrying(Predicate<Integer> when) {
		return this.engine.workers.define("items")
			.queue(Integer.class)
			.retry(RetryPolicy.of(2))
			.executor((item, context) -> {
				if (when.test(item)) {
					throw new IllegalStateException("no");
				}
			})
			.register();
	}

	private void put(BackgroundQueueWorker<Integer> worker, int count) {
		for (int i = 0; i < count; i++) {
			worker.put(i);
		}
		this.engine.settle();
	}

	/** An exception that cannot even be asked. */
	private static final class Mute extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("no");
		}

		@Override
		public synchronized Throwable getCause() {
			throw new IllegalStateException("no");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("no");
		}

	}

}
