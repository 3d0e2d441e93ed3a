package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for event workers.
 */
@ExtendWith(LeakGuard.class)
class EventWorkerTests {

	private final Engine engine = new Engine();

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.engine.close();
	}

	private WorkerBuilder<Object, BackgroundEventWorker> define() {
		return this.engine.workers.define("event").event().executor((context) -> this.runs.incrementAndGet());
	}

	@Test
	void oneTriggerBeforeTheFirstAutomaticStartIsRemembered() {
		BackgroundEventWorker worker = define().register();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
		assertThat(worker.trigger()).isEqualTo(TriggerResult.MERGED);
		this.engine.supervisor.start();
		await().until(() -> this.runs.get() == 1);
		this.engine.settle();
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void triggerOfAStoppedWorkerIsRefused() {
		this.engine.supervisor.start();
		BackgroundEventWorker worker = define().register();
		worker.stop();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.STOPPED);
		worker.start();
		this.engine.settle();
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void workerThatDoesNotStartByItselfRefusesTriggers() {
		BackgroundEventWorker worker = define().autoStart(false).register();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.STOPPED);
	}

	@Test
	void triggerAfterShutdownIsRefused() {
		this.engine.supervisor.start();
		BackgroundEventWorker worker = define().register();
		this.engine.supervisor.close();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.SHUTDOWN);
	}

	@Test
	void disabledWorkerAnswersSo() {
		this.engine.supervisor.start();
		BackgroundEventWorker worker = define().enabled(false).register();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.DISABLED);
		assertThat(worker.start()).isFalse();
		assertThat(worker.state()).isEqualTo(WorkerState.DISABLED);
	}

	@Test
	void settleCollectsTriggersFromTheFirstOn() {
		this.engine.supervisor.start();
		BackgroundEventWorker worker = define().settle(Duration.ofMillis(100)).register();
		worker.trigger();
		this.engine.advanceMillis(60);
		worker.trigger();
		assertThat(this.runs).hasValue(0);
		this.engine.advanceMillis(40);
		assertThat(this.runs).hasValue(1);
		this.engine.advanceMillis(500);
		assertThat(this.runs).hasValue(1);
		assertThat(Engine.counts(worker).merged()).isOne();
	}

	/** Whoever comes second must not start a run that the first one has put off. */
	@Test
	void triggersThatMeetAtTheFirstOneWaitTogether() throws Exception {
		this.engine.supervisor.start();
		BackgroundEventWorker worker = define().settle(Duration.ofMillis(100)).register();
		CyclicBarrier barrier = new CyclicBarrier(2);
		int rounds = 2_000;
		Thread other = new Thread(() -> {
			for (int round = 0; round < rounds; round++) {
				meet(barrier);
				worker.trigger();
				meet(barrier);
			}
		});
		other.start();
		for (int round = 0; round < rounds; round++) {
			meet(barrier);
			worker.trigger();
			meet(barrier);
			int before = round;
			this.engine.settle();
			assertThat(this.runs).as("before the time to settle is over").hasValue(before);
			this.engine.advanceMillis(100);
			await().pollInterval(Duration.ofNanos(10_000)).until(() -> this.runs.get() > before);
		}
		other.join();
		assertThat(this.runs).hasValue(rounds);
		assertThat(Engine.counts(worker).merged()).isEqualTo(rounds);
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException | BrokenBarrierException | TimeoutException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void runOnStartRunsAtEachStart() {
		this.engine.supervisor.start();
		BackgroundEventWorker worker = define().runOnStart(true).register();
		this.engine.settle();
		worker.stop();
		worker.start();
		this.engine.settle();
		assertThat(this.runs).hasValue(2);
	}

	@Test
	void triggerThatWaitsAtAStopCountsAsReturned() throws Exception {
		this.engine.supervisor.start();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		BackgroundEventWorker worker = this.engine.workers.define("slow").event().executor((context) -> {
			running.countDown();
			release.await();
		}).register();
		worker.trigger();
		running.await();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
		worker.stopAsync();
		release.countDown();
		await().until(worker::isStopped);
		assertThat(Engine.counts(worker).returned()).isOne();
	}

	@Test
	void restartKeepsAPendingTrigger() throws Exception {
		this.engine.supervisor.start();
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		BackgroundEventWorker worker = this.engine.workers.define("slow").event().executor((context) -> {
			this.runs.incrementAndGet();
			running.countDown();
			release.await();
		}).register();
		worker.trigger();
		running.await();
		worker.trigger();
		worker.restart();
		release.countDown();
		await().until(() -> this.runs.get() == 2);
	}

	@Test
	void asynchronousEventWorkerRunsOnceMoreForTriggersWhileItsStageIsPending() {
		this.engine.supervisor.start();
		List<CompletableFuture<Void>> stages = new CopyOnWriteArrayList<>();
		BackgroundEventWorker worker = this.engine.workers.define("async").event().asyncExecutor((item, context) -> {
			CompletableFuture<Void> stage = new CompletableFuture<>();
			stages.add(stage);
			return stage;
		}).register();
		worker.trigger();
		await().until(() -> stages.size() == 1);
		worker.trigger();
		worker.trigger();
		stages.get(0).complete(null);
		await().until(() -> stages.size() == 2);
		stages.get(1).complete(null);
		await().until(() -> Engine.counts(worker).succeeded() == 2);
		assertThat(stages).hasSize(2);
	}

}
