package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.supervisor.Stoppable;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What happens between two executions, and at the edges of a turn.
 */
@ExtendWith(LeakGuard.class)
class BoundaryTests {

	private final Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(1, 0, 0)).build();

	private final List<Runnable> committed = new CopyOnWriteArrayList<>();

	private final Workers workers = Workers.builder()
		.supervisors(List.of(this.supervisor))
		.afterCommit((action) -> this.defers && this.committed.add(action))
		.build();

	private volatile boolean defers;

	private final CountDownLatch begun = new CountDownLatch(1);

	private final CountDownLatch go = new CountDownLatch(1);

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.go.countDown();
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	@ParameterizedTest
	@EnumSource(value = ExecutorKind.class, mode = Mode.EXCLUDE, names = "PROCESS")
	void whatAnExecutionDoesToItsThreadIsNotSeenByTheNext(ExecutorKind kind) {
		List<Traits> seen = new CopyOnWriteArrayList<>();
		ClassLoader own = new ClassLoader() {
		};
		BackgroundQueueWorker<Integer> worker = this.workers.define("spoiler")
			.queue(Integer.class)
			.executor(kind, (item, context) -> {
				Thread thread = Thread.currentThread();
				seen.add(new Traits(thread.getName(), thread.getPriority(), thread.getContextClassLoader(),
						thread.isInterrupted()));
				thread.setName("spoilt");
				thread.setPriority(Thread.MAX_PRIORITY);
				thread.setContextClassLoader(own);
				thread.interrupt();
				return (kind == ExecutorKind.LOOP) ? CompletableFuture.completedFuture(null) : null;
			})
			.register();
		for (int i = 0; i < 100; i++) {
			worker.put(i);
		}
		this.supervisor.start();
		await().until(() -> seen.size() == 100);
		assertThat(seen).allSatisfy((traits) -> {
			assertThat(traits.name).startsWith("atasker-");
			assertThat(traits.priority).isEqualTo(Thread.NORM_PRIORITY);
			assertThat(traits.loader).isNotSameAs(own);
			assertThat(traits.interrupted).isFalse();
		});
	}

	@Test
	void lowerConcurrencyIsInForceForStrandsThatWaitForASlot() throws Exception {
		this.supervisor.start();
		BackgroundWorker blocker = this.workers.define("blocker").executor((context) -> {
			this.begun.countDown();
			this.go.await();
		}).register();
		this.begun.await();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		BackgroundQueueWorker<Integer> worker = this.workers.define("items")
			.queue(Integer.class)
			.concurrency(3)
			.executor((item, context) -> {
				most.accumulateAndGet(inside.incrementAndGet(), Math::max);
				Thread.yield();
				inside.decrementAndGet();
				this.runs.incrementAndGet();
			})
			.register();
		for (int i = 0; i < 1_000; i++) {
			worker.put(i);
		}
		worker.control()
			.change(new WorkerSettings(null, null, null, null, null, 1, null, null), null, Initiator.APPLICATION);
		blocker.stopAsync();
		this.supervisor.resize(new PoolLimits(8, 0, 0));
		this.go.countDown();
		await().until(() -> this.runs.get() == 1_000);
		assertThat(most).hasValue(1);
	}

	@Test
	void workWithoutAPoolToRunItIsTriedLaterAndNotAgainAndAgain() {
		this.supervisor.start();
		BackgroundQueueWorker<Integer> worker = this.workers.define("items")
			.queue(Integer.class)
			.executor((item, context) -> this.runs.incrementAndGet())
			.register();
		this.supervisor.register(new WhenThePoolIsClosed(() -> {
			// The pool is closed, and the worker was not told yet.
			this.committed.forEach(Runnable::run);
		}));
		this.defers = true;
		worker.put(1);
		assertThat(this.committed).hasSize(1);
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10)));
		assertThat(worker.size()).isEqualTo(1);
		assertThat(this.runs).hasValue(0);
		this.supervisor.start();
		await().until(() -> this.runs.get() == 1);
	}

	@Test
	void changesOfThePriorityThatRaceALaunchLeaveNobodyInTheWrongLane() throws Exception {
		this.supervisor.start();
		BackgroundWorker blocker = this.workers.define("blocker").priority(Priority.HIGH).executor((context) -> {
			this.begun.countDown();
			this.go.await();
		}).register();
		this.begun.await();
		for (int round = 0; round < 300; round++) {
			BackgroundEventWorker worker = this.workers.define("worker-" + round)
				.priority(Priority.LOW)
				.event()
				.executor((context) -> this.runs.incrementAndGet())
				.register();
			CompletableFuture<Void> change = CompletableFuture.runAsync(() -> worker.control()
				.change(new WorkerSettings(null, null, null, null, Priority.CRITICAL, null, null, null), null,
						Initiator.APPLICATION));
			worker.trigger();
			change.join();
			int expected = round + 1;
			// The only slot is taken: it runs as a critical one or not at all.
			await().atMost(Duration.ofSeconds(60)).pollDelay(Duration.ZERO).until(() -> this.runs.get() == expected);
			this.workers.remove(worker.name());
		}
		blocker.stopAsync();
	}

	@Test
	void startsWithTheFlagClearAlthoughSomebodyInterruptsItsIdleThread() {
		this.supervisor.start();
		List<Boolean> flags = new CopyOnWriteArrayList<>();
		Thread[] last = new Thread[1];
		BackgroundEventWorker worker = this.workers.define("event").event().executor((context) -> {
			flags.add(Thread.currentThread().isInterrupted());
			last[0] = Thread.currentThread();
		}).register();
		for (int i = 1; i <= 50; i++) {
			worker.trigger();
			int expected = i;
			await().pollDelay(Duration.ZERO).until(() -> flags.size() == expected);
			await().pollDelay(Duration.ZERO).until(() -> worker.snapshot().executions().running() == 0);
			last[0].interrupt();
		}
		assertThat(flags).doesNotContain(true);
	}

	private record Traits(String name, int priority, ClassLoader loader, boolean interrupted) {

	}

	/** Is asked who is unfinished when the pool of the supervisor is closed already. */
	private record WhenThePoolIsClosed(Runnable action) implements Stoppable {

		@Override
		public String name() {
			return "late";
		}

		@Override
		public void supervisorState(SupervisorState state) {
		}

		@Override
		public boolean isQuiet(long deadline) {
			return true;
		}

		@Override
		public boolean isIdle() {
			return true;
		}

		@Override
		public void withdraw() {
		}

		@Override
		public void interrupt() {
		}

		@Override
		public List<Unfinished> unfinished() {
			this.action.run();
			return List.of();
		}

		@Override
		public long returned() {
			return 0;
		}

	}

}
