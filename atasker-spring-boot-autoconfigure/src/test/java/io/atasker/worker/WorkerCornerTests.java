package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.ShutdownReport;
import io.atasker.supervisor.SupervisorState;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for starts, stops and removals that meet something else.
 */
@ExtendWith(LeakGuard.class)
class WorkerCornerTests {

	private final Engine engine = Engine.started();

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch go = new CountDownLatch(1);

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.go.countDown();
		this.engine.close();
	}

	private BackgroundIntervalWorker define(ContextExecutor executor) {
		return this.engine.workers.define("worker").schedule(Schedule.TRIGGER_ONLY).executor(executor).register();
	}

	private void block() throws InterruptedException {
		this.begun.countDown();
		this.go.await();
	}

	@Test
	void executorThatStopsItsSupervisorIsNotWaitedForNorInterrupted() {
		AtomicReference<ShutdownReport> report = new AtomicReference<>();
		BackgroundIntervalWorker worker = define((context) -> {
			report.set(this.engine.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(20))));
			this.runs.set(Thread.currentThread().isInterrupted() ? -1 : 1);
		});
		worker.trigger();
		await().until(() -> this.engine.supervisor.state() == SupervisorState.STOPPED && this.runs.get() != 0);
		assertThat(this.runs).hasValue(1);
		assertThat(report.get().isComplete()).isTrue();
		await().until(() -> Engine.counts(worker).succeeded() == 1);
	}

	@Test
	void removedWorkerDoesNotComeBackAfterAStopForSomeTime() {
		BackgroundIntervalWorker worker = define((context) -> this.runs.incrementAndGet());
		worker.control().stopFor(Duration.ofSeconds(10), Initiator.APPLICATION);
		assertThat(this.engine.workers.remove("worker")).isTrue();
		int armed = this.engine.time.armed();
		this.engine.time.advance(Duration.ofSeconds(11));
		assertThat(armed).isLessThanOrEqualTo(1);
		assertThat(worker.isActive()).isFalse();
	}

	@Test
	void removedWorkerTakesNothingAndNeverStarts() {
		BackgroundIntervalWorker worker = define((context) -> this.runs.incrementAndGet());
		BackgroundQueueWorker<Integer> items = this.engine.workers.define("items")
			.queue(Integer.class)
			.executor((item, context) -> this.runs.incrementAndGet())
			.register();
		this.engine.workers.remove("worker");
		this.engine.workers.remove("items");
		assertThatIllegalStateException().isThrownBy(worker::start).withMessage("worker 'worker' was removed");
		assertThat(worker.trigger()).isEqualTo(TriggerResult.STOPPED);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> items.put(1))
			.withMessageContaining("removed");
		assertThat(this.engine.supervisor.workers()).isEmpty();
	}

	@Test
	void restartWhileTheStartHooksRunHasItsOptions() throws Exception {
		BackgroundWorker worker = this.engine.workers.define("hooked")
			.event()
			.autoStart(false)
			.hooks(new BlockingStart())
			.executor((context) -> {
			})
			.register();
		Thread starter = new Thread(worker::start);
		starter.start();
		this.begun.await();
		assertThat(worker.state()).isEqualTo(WorkerState.STARTING);
		assertThat(worker.restart(StartOptions.builder().label("second").build())).isTrue();
		this.go.countDown();
		starter.join(10_000);
		assertThat(labelOf(worker)).isEqualTo("second");
	}

	private static String labelOf(BackgroundWorker worker) {
		return ((WorkerHandle) worker).core.effective().start().label();
	}

	@Test
	void stopWhileTheStartHooksRunWins() throws Exception {
		BackgroundWorker worker = this.engine.workers.define("hooked")
			.autoStart(false)
			.hooks(new BlockingStart())
			.executor((context) -> this.runs.incrementAndGet())
			.register();
		Thread starter = new Thread(worker::start);
		starter.start();
		this.begun.await();
		var stop = worker.stopAsync().toCompletableFuture();
		// The hook belongs to what is stopped.
		assertThat(stop).isNotDone();
		this.go.countDown();
		starter.join(10_000);
		assertThat(stop.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void latestOptionsOfRestartsWinAndTheNewStartWaitsForTheOld() throws Exception {
		List<String> labels = new CopyOnWriteArrayList<>();
		BackgroundIntervalWorker worker = this.engine.workers.define("worker")
			.schedule(Schedule.TRIGGER_ONLY)
			.executor((context) -> {
				labels.add(context.name());
				block();
			})
			.register();
		worker.trigger();
		this.begun.await();
		worker.restart(StartOptions.builder().label("one").build());
		worker.restart(StartOptions.builder().label("two").build());
		worker.trigger();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPING);
		this.go.countDown();
		await().until(() -> labels.size() == 2);
		assertThat(labels).containsExactly("worker", "two");
	}

	@Test
	void interruptedCallerOfStopReturnsWithItsFlagAndTheStopGoesOn() throws Exception {
		BackgroundIntervalWorker worker = define((context) -> block());
		worker.trigger();
		this.begun.await();
		AtomicInteger flag = new AtomicInteger();
		Thread stopper = new Thread(() -> {
			Thread.currentThread().interrupt();
			worker.stop();
			flag.set(Thread.interrupted() ? 1 : -1);
		});
		stopper.start();
		stopper.join(10_000);
		assertThat(flag).hasValue(1);
		this.go.countDown();
		await().until(worker::isStopped);
	}

	@Test
	void stopThatFollowsALateStopAnswersForItself() throws Exception {
		CountDownLatch deaf = new CountDownLatch(1);
		BackgroundIntervalWorker worker = define((context) -> {
			this.begun.countDown();
			awaitDeaf(deaf);
		});
		worker.trigger();
		this.begun.await();
		var first = worker.stopAsync().toCompletableFuture();
		this.engine.time.advance(Duration.ofSeconds(30));
		assertThat(first.get(60, TimeUnit.SECONDS)).isFalse();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPING);
		var second = worker.stopAsync().toCompletableFuture();
		deaf.countDown();
		assertThat(second.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
	}

	private static void awaitDeaf(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// Does not listen.
			}
		}
	}

	@Test
	void stopWatchOfAnEndedStopIsNotArmedAnyMore() throws Exception {
		BackgroundIntervalWorker worker = define((context) -> block());
		worker.trigger();
		this.begun.await();
		worker.stopAsync();
		StopWatch watch = ((WorkerHandle) worker).core.life().stopping();
		this.go.countDown();
		await().until(worker::isStopped);
		await().until(() -> watch.answer().isDone());
		int armed = this.engine.time.armed();
		watch.limit(1_000, true);
		assertThat(this.engine.time.armed()).isEqualTo(armed);
	}

	/** A start that takes its time. */
	private final class BlockingStart implements WorkerHooks {

		@Override
		public void beforeStart(BackgroundWorker worker) {
			WorkerCornerTests.this.begun.countDown();
			awaitDeaf(WorkerCornerTests.this.go);
		}

	}

}
