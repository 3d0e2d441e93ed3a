package io.atasker.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.TaskOptions;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the timeout of executions.
 */
@ExtendWith(LeakGuard.class)
class TimeoutTests {

	private final Engine engine = new Engine(new PoolLimits(1, 0, 1));

	private final CountDownLatch never = new CountDownLatch(1);

	private final AtomicInteger runs = new AtomicInteger();

	private final CountDownLatch inside = new CountDownLatch(1);

	@BeforeEach
	void start() {
		this.engine.supervisor.start();
	}

	@AfterEach
	void close() {
		this.never.countDown();
		this.engine.close();
	}

	/** Takes a slot. */
	private void block(Priority priority) {
		this.engine.supervisor.submit(() -> this.never.await(1, TimeUnit.MINUTES), TaskOptions.of(priority));
	}

	/**
	 * Waits until user code runs: what is only counted as running need not be watched
	 * yet.
	 */
	private void awaitInside() {
		await().until(() -> this.inside.getCount() == 0);
	}

	private BackgroundQueueWorker<Integer> define(Duration timeout) {
		return this.engine.workers.define("items")
			.queue(Integer.class)
			.timeout(timeout)
			.onError((failure) -> this.runs.incrementAndGet())
			.executor((item, context) -> {
				if (item < 0) {
					this.inside.countDown();
					this.never.await();
				}
			})
			.register();
	}

	private static void timeout(BackgroundWorker worker, Duration timeout) {
		worker.control()
			.change(new WorkerSettings(null, null, null, null, null, null, null, timeout), null, Initiator.APPLICATION);
	}

	@Test
	void timeOfWaitingForASlotIsNotWatched() {
		BackgroundQueueWorker<Integer> worker = define(Duration.ofSeconds(1));
		block(Priority.HIGH);
		block(Priority.NORMAL);
		int armed = this.engine.time.armed();
		worker.put(1);
		await().until(() -> worker.snapshot().waiting() != null);
		this.engine.time.advance(Duration.ofSeconds(3));
		assertThat(this.engine.time.armed()).isLessThanOrEqualTo(armed + 1);
		assertThat(Engine.counts(worker).failed()).isZero();
	}

	@Test
	void turnThatYieldsItsSlotIsNotWatchedUntilItsNextExecution() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		BackgroundWorker worker = this.engine.workers.define("loop").timeout(Duration.ofSeconds(1)).executor((c) -> {
			begun.countDown();
			go.await();
		}).register();
		begun.await();
		block(Priority.HIGH);
		block(Priority.HIGH);
		go.countDown();
		await().until(() -> worker.snapshot().waiting() != null);
		this.engine.time.advance(Duration.ofHours(1));
		assertThat(Engine.counts(worker).failed()).isZero();
	}

	@Test
	void shorterTimeoutIsInForceForTheExecutionInProgress() {
		BackgroundQueueWorker<Integer> worker = define(Duration.ofHours(1));
		worker.put(-1);
		awaitInside();
		timeout(worker, Duration.ofSeconds(2));
		this.engine.time.advance(Duration.ofSeconds(3));
		await().until(() -> Engine.counts(worker).failed() == 1);
		assertThat(worker.executions().get(0).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void longerTimeoutIsInForceForTheExecutionInProgress() {
		BackgroundQueueWorker<Integer> worker = define(Duration.ofSeconds(2));
		worker.put(-1);
		awaitInside();
		timeout(worker, Duration.ofHours(1));
		this.engine.time.advance(Duration.ofMinutes(59));
		assertThat(Engine.counts(worker).running()).isOne();
		this.engine.time.advance(Duration.ofMinutes(2));
		await().until(() -> Engine.counts(worker).failed() == 1);
	}

	@Test
	void timeoutOfAWorkerThatHadNoneIsInForceForTheExecutionInProgress() {
		BackgroundQueueWorker<Integer> worker = define(Duration.ZERO);
		worker.put(-1);
		awaitInside();
		timeout(worker, Duration.ofSeconds(2));
		this.engine.time.advance(Duration.ofSeconds(3));
		await().until(() -> Engine.counts(worker).failed() == 1);
		assertThat(worker.executions().get(0).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
	}

	@Test
	void timeoutThatWasSwitchedOffAndOnAgainIsInForce() {
		BackgroundQueueWorker<Integer> worker = define(Duration.ofSeconds(2));
		worker.put(-1);
		awaitInside();
		timeout(worker, Duration.ZERO);
		this.engine.time.advance(Duration.ofMinutes(1));
		assertThat(Engine.counts(worker).running()).isOne();
		timeout(worker, Duration.ofSeconds(90));
		this.engine.time.advance(Duration.ofMinutes(1));
		await().until(() -> Engine.counts(worker).failed() == 1);
	}

	@Test
	void eachExecutionHasTheWholeTimeForItself() {
		BackgroundQueueWorker<Integer> worker = define(Duration.ofSeconds(10));
		for (int i = 0; i < 5; i++) {
			worker.put(i);
			int done = i + 1;
			await().until(() -> Engine.counts(worker).succeeded() == done);
			this.engine.settle();
			this.engine.time.advance(Duration.ofSeconds(6));
		}
		worker.put(-1);
		awaitInside();
		this.engine.time.advance(Duration.ofSeconds(9));
		assertThat(Engine.counts(worker).running()).isOne();
	}

}
