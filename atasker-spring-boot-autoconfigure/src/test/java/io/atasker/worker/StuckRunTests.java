package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.TaskOptions;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the ladder of executions that take longer than their timeout.
 */
@ExtendWith(LeakGuard.class)
class StuckRunTests {

	private final Engine engine = new Engine(new PoolLimits(1, 0, 0));

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger inside = new AtomicInteger();

	private final List<WorkerEvent.Stuck> events = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.engine.supervisor.start();
		this.engine.workers.addListener(new WorkerListener() {
			@Override
			public void happened(WorkerEvent event) {
				if (event instanceof WorkerEvent.Stuck stuck) {
					StuckRunTests.this.events.add(stuck);
				}
			}
		});
	}

	@AfterEach
	void close() {
		this.release.countDown();
		this.engine.close();
	}

	/** What no interrupt can end. */
	private void stubborn() {
		this.inside.incrementAndGet();
		boolean released = false;
		while (!released) {
			try {
				this.release.await();
				released = true;
			}
			catch (InterruptedException ex) {
				// It goes on: that is what is tested.
			}
		}
	}

	/**
	 * Waits until user code runs: what is only counted as running need not be watched
	 * yet.
	 */
	private void awaitInside(int executions) {
		await().until(() -> this.inside.get() == executions);
	}

	private BackgroundQueueWorker<Integer> define(String name, boolean throwing) {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define(name)
			.queue(Integer.class)
			.timeout(Duration.ofSeconds(5))
			.timeoutGrace(Duration.ofSeconds(3))
			.onError((failure) -> {
			})
			.executor((item, context) -> {
				if (item < 0) {
					stubborn();
				}
				if (throwing && item < 0) {
					throw new IllegalStateException("late");
				}
			})
			.register();
		return worker;
	}

	private BackgroundQueueWorker<Integer> stuck(boolean throwing) {
		BackgroundQueueWorker<Integer> worker = define("items", throwing);
		worker.put(-1);
		awaitInside(1);
		return worker;
	}

	private StuckStep step(BackgroundWorker worker) {
		return worker.snapshot().current().get(0).stuck();
	}

	@Test
	void executionWithinItsTimeoutIsNotStuck() {
		BackgroundWorker worker = stuck(false);
		this.engine.time.advance(Duration.ofMillis(4999));
		assertThat(step(worker)).isNull();
		assertThat(worker.statistics().stuckNow()).isZero();
		assertThat(this.events).isEmpty();
	}

	@Test
	void isToldOfWithItsStackAndInterrupted() {
		BackgroundWorker worker = stuck(false);
		this.engine.time.advance(Duration.ofSeconds(5));
		assertThat(step(worker)).isEqualTo(StuckStep.INTERRUPTED);
		assertThat(worker.statistics().stuckNow()).isOne();
		assertThat(this.events).extracting(WorkerEvent.Stuck::step)
			.containsExactly(StuckStep.WARNED, StuckStep.INTERRUPTED);
		WorkerEvent.Stuck warned = this.events.get(0);
		assertThat(warned.stack()).anyMatch((frame) -> frame.contains("stubborn"));
		assertThat(warned.runningFor()).isEqualTo(Duration.ofSeconds(5));
		assertThat(warned.taskId()).isEqualTo(worker.snapshot().current().get(0).taskId());
		assertThat(warned.worker()).isEqualTo("items");
		assertThat(warned.supervisor()).isEqualTo("default");
	}

	@Test
	void slotIsGivenToOthersAfterTheGrace() {
		BackgroundWorker worker = stuck(false);
		var other = this.engine.supervisor.submit(() -> "done", TaskOptions.of(Priority.LOW));
		this.engine.time.advance(Duration.ofMillis(7999));
		assertThat(other.startedAt()).isNull();
		this.engine.time.advance(Duration.ofMillis(1));
		assertThat(other.result()).succeedsWithin(Duration.ofSeconds(30));
		assertThat(step(worker)).isEqualTo(StuckStep.ABANDONED);
		assertThat(worker.executions()).extracting(ExecutionRecord::status).containsExactly(ExecutionStatus.TIMED_OUT);
		assertThat(worker.executions().get(0).duration()).isEqualTo(Duration.ofSeconds(8));
		assertThat(this.engine.supervisor.statistics().abandoned()).isOne();
		assertThat(worker.statistics().stuck(StuckStep.ABANDONED)).isOne();
		assertThat(this.events).extracting(WorkerEvent.Stuck::step).endsWith(StuckStep.ABANDONED);
	}

	@Test
	void workerBeginsNothingInItsPlace() {
		BackgroundQueueWorker<Integer> worker = stuck(false);
		worker.put(1);
		this.engine.time.advance(Duration.ofMinutes(1));
		assertThat(Engine.counts(worker).running()).isOne();
		assertThat(worker.size()).isOne();
		this.release.countDown();
		await().until(() -> Engine.counts(worker).succeeded() == 1);
	}

	@Test
	void nextExecutionAfterALateEndNeedsASlotAgain() {
		BackgroundQueueWorker<Integer> worker = stuck(false);
		worker.put(1);
		CountDownLatch go = new CountDownLatch(1);
		var other = this.engine.supervisor.submit(() -> go.await(1, TimeUnit.MINUTES));
		this.engine.time.advance(Duration.ofSeconds(8));
		await().until(() -> other.startedAt() != null);
		this.release.countDown();
		await().until(() -> this.engine.supervisor.statistics().waiting(Priority.NORMAL) == 1);
		assertThat(Engine.counts(worker).succeeded()).isZero();
		go.countDown();
		await().until(() -> Engine.counts(worker).succeeded() == 1);
	}

	@Test
	void slotIsKeptWhileAResultHandlerRuns() {
		BackgroundEventWorker worker = (BackgroundEventWorker) this.engine.workers.define("handling")
			.event()
			.timeout(Duration.ofSeconds(5))
			.timeoutGrace(Duration.ofSeconds(3))
			.onResult((result, item, context) -> {
				stubborn();
				return null;
			})
			.executorWithResult((item, context) -> "done")
			.register();
		worker.trigger();
		awaitInside(1);
		this.engine.time.advance(Duration.ofMinutes(1));
		assertThat(step(worker)).isEqualTo(StuckStep.INTERRUPTED);
		assertThat(this.engine.supervisor.statistics().abandoned()).isZero();
		this.release.countDown();
		await().until(() -> Engine.counts(worker).succeeded() == 1);
		this.engine.settle();
		assertThat(this.engine.supervisor.statistics().running(Priority.NORMAL)).isZero();
		assertThat(worker.statistics().stuckNow()).isZero();
	}

	@Test
	void lateEndOnlyCounts() {
		BackgroundQueueWorker<Integer> worker = stuck(false);
		this.engine.time.advance(Duration.ofSeconds(8));
		this.release.countDown();
		await().until(() -> worker.statistics().timedOut() == 1);
		this.engine.settle();
		assertThat(Engine.counts(worker)).extracting(WorkerSnapshot.Counts::succeeded, WorkerSnapshot.Counts::failed)
			.containsExactly(0L, 1L);
		assertThat(worker.executions()).hasSize(1);
		assertThat(worker.deadLetters().size()).isZero();
		assertThat(this.engine.supervisor.statistics().abandoned()).isZero();
		assertThat(this.engine.supervisor.snapshot().running().get(Priority.NORMAL)).isZero();
		assertThat(worker.snapshot().current()).isEmpty();
		assertThat(worker.statistics().stuckNow()).isZero();
	}

	@Test
	void itemOfALateEndThatThrowsIsAFailedAttempt() {
		BackgroundQueueWorker<Integer> worker = stuck(true);
		this.engine.time.advance(Duration.ofSeconds(8));
		this.release.countDown();
		await().until(() -> worker.deadLetters().size() == 1);
		await().until(() -> worker.statistics().timedOut() == 1);
	}

	@Test
	void executionThatEndsWithinTheGraceKeepsItsSlotUntilThen() {
		BackgroundQueueWorker<Integer> worker = stuck(false);
		this.engine.time.advance(Duration.ofSeconds(7));
		this.release.countDown();
		await().until(() -> Engine.counts(worker).succeeded() == 1);
		this.engine.time.advance(Duration.ofMinutes(1));
		this.engine.settle();
		assertThat(worker.statistics().stuck(StuckStep.ABANDONED)).isZero();
		assertThat(worker.statistics().timedOut()).isZero();
	}

	@Test
	void noMoreThanAQuarterOfThePoolIsAbandoned() {
		this.engine.supervisor.resize(new PoolLimits(8, 0, 0));
		for (int i = 0; i < 3; i++) {
			define("items" + i, false).put(-1);
		}
		awaitInside(3);
		this.engine.time.advance(Duration.ofMinutes(1));
		assertThat(this.engine.supervisor.statistics().abandoned()).isEqualTo(2);
		assertThat(this.engine.supervisor.statistics().running(Priority.NORMAL)).isOne();
		this.engine.supervisor.resize(new PoolLimits(12, 0, 0));
		this.engine.time.advance(Duration.ofMinutes(1));
		assertThat(this.engine.supervisor.statistics().abandoned()).isEqualTo(3);
	}

	@Test
	void stopWaitsForAnAbandonedExecution() {
		BackgroundWorker worker = stuck(false);
		this.engine.time.advance(Duration.ofSeconds(8));
		var stopped = worker.stopAsync().toCompletableFuture();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPING);
		this.release.countDown();
		assertThat(stopped).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(true);
	}

	@Test
	void climbsInRealTimeWhileOthersTakeTheSlot() {
		Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(1, 0, 0)).build();
		try {
			supervisor.start();
			Workers workers = Workers.of(supervisor);
			BackgroundWorker stuck = workers.define("stuck")
				.event()
				.timeout(Duration.ofMillis(50))
				.timeoutGrace(Duration.ofMillis(50))
				.onError((failure) -> {
				})
				.executor((context) -> stubborn())
				.register();
			((BackgroundEventWorker) stuck).trigger();
			awaitInside(1);
			assertThat(supervisor.submit(() -> "done").result()).succeedsWithin(Duration.ofSeconds(30));
			await().until(() -> stuck.snapshot().current().get(0).stuck() == StuckStep.ABANDONED);
			this.release.countDown();
			await().until(() -> stuck.statistics().timedOut() == 1);
		}
		finally {
			this.release.countDown();
			supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
		}
	}

	/**
	 * Ends race with the release of the slot: whoever loses, slots add up. Some end long
	 * before or after, so that there are both on a machine of any speed.
	 */
	@Test
	void slotsAddUpWhenEndsMeetTheRelease() {
		Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(8, 0, 0)).build();
		try {
			supervisor.start();
			BackgroundQueueWorker<Integer> worker = Workers.of(supervisor)
				.define("racing")
				.queue(Integer.class)
				.concurrency(4)
				.timeout(Duration.ofMillis(2))
				.timeoutGrace(Duration.ofMillis(2))
				.onError((failure) -> {
				})
				.executor((item, context) -> spin(supervisor.time().nanoTime() + switch (item % 10) {
					case 0 -> 0;
					case 1 -> 50_000_000;
					default -> 3_500_000 + item * 1_000L;
				}))
				.register();
			for (int i = 0; i < 1_000; i++) {
				worker.put(i);
			}
			await().until(() -> worker.statistics().executions() == 1_000);
			await().until(() -> supervisor.statistics().running(Priority.NORMAL) == 0);
			WorkerStatistics statistics = worker.statistics();
			await().untilAsserted(() -> {
				assertThat(statistics.succeeded() + statistics.timedOut()).isEqualTo(1_000);
				assertThat(statistics.timedOut()).isEqualTo(statistics.stuck(StuckStep.ABANDONED));
				assertThat(supervisor.statistics().abandoned()).isZero();
			});
			assertThat(statistics.stuck(StuckStep.ABANDONED)).isPositive();
			assertThat(statistics.succeeded()).isPositive();
		}
		finally {
			supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
		}
	}

	private static void spin(long until) {
		while (System.nanoTime() - until < 0) {
			Thread.onSpinWait();
		}
	}

}
