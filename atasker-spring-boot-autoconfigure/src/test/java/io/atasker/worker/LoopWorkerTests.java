package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for workers that run on event loops.
 */
@ExtendWith(LeakGuard.class)
class LoopWorkerTests {

	private final Engine engine = Engine.started();

	private final AtomicInteger runs = new AtomicInteger();

	/** The stages that executors have returned and nobody has completed. */
	private final Queue<CompletableFuture<Object>> stages = new ConcurrentLinkedQueue<>();

	@AfterEach
	void close() {
		this.engine.close();
	}

	private CompletionStage<Object> pending() {
		this.runs.incrementAndGet();
		CompletableFuture<Object> stage = new CompletableFuture<>();
		this.stages.add(stage);
		return stage;
	}

	private void complete(int count) {
		for (int i = 0; i < count; i++) {
			await().until(() -> !this.stages.isEmpty());
			CompletableFuture<Object> stage = this.stages.poll();
			if (stage != null) {
				stage.complete("done");
			}
		}
	}

	private BackgroundWorker define(String name) {
		return this.engine.workers.define(name).asyncExecutor((item, context) -> pending()).register();
	}

	@Test
	void executorIsCalledOnTheLoopThatIsNamedAndOnTheDefaultOneOtherwise() {
		this.engine.supervisor.loops().create("io");
		Set<String> threads = ConcurrentHashMap.newKeySet();
		this.engine.workers.define("one").loop("io").asyncExecutor((item, context) -> {
			threads.add("one on " + Thread.currentThread().getName());
			return pending();
		}).register();
		this.engine.workers.define("two").asyncExecutor((item, context) -> {
			threads.add("two on " + Thread.currentThread().getName());
			return pending();
		}).register();
		await().until(() -> this.runs.get() == 2);
		complete(2);
		await().until(() -> this.runs.get() == 4);
		assertThat(threads).containsExactlyInAnyOrder("one on atasker-default-loop-io",
				"two on atasker-default-loop-default");
	}

	@Test
	void workerWhoseTurnWasDroppedByAStopRunsAfterTheNextStart() throws Exception {
		CountDownLatch letGo = new CountDownLatch(1);
		this.engine.supervisor.loops().getDefault().execute(() -> {
			try {
				letGo.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		BackgroundWorker worker = define("late");
		this.engine.supervisor.stop(ShutdownPolicy.immediate(Duration.ZERO));
		assertThat(this.runs).hasValue(0);
		assertThat(worker.snapshot().current()).isEmpty();
		this.engine.supervisor.start();
		await().until(() -> this.runs.get() == 1);
		letGo.countDown();
	}

	@Test
	void unknownLoopIsRefusedWithAdvice() {
		WorkerBuilder<?, ?> builder = this.engine.workers.define("late")
			.loop("later")
			.asyncExecutor((item, context) -> pending());
		assertThatExceptionOfType(InvalidWorkerException.class).isThrownBy(builder::register)
			.withMessageContainingAll("worker 'late'", "loop", "\"later\"", "[default]");
		BackgroundWorker worker = this.engine.workers.define("other")
			.autoStart(false)
			.asyncExecutor((item, context) -> pending())
			.register();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> worker.start(StartOptions.builder().loop("later").build()))
			.withMessageContaining("later");
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
	}

	@Test
	void pendingStagesCostNoThreadAndNoSlot() {
		this.engine.supervisor.resize(new PoolLimits(1, 0, 0));
		for (int i = 0; i < 200; i++) {
			define("worker" + i);
		}
		await().until(() -> this.runs.get() == 200);
		assertThat(this.engine.supervisor.snapshot().running().values()).containsOnly(0);
		assertThat(LeakGuard.engineThreads()).hasSizeLessThan(10);
	}

	@Test
	void lowerConcurrencyIsInForceForStagesThatArePending() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.concurrency(3)
			.asyncExecutor((item, context) -> pending())
			.register();
		for (int i = 0; i < 20; i++) {
			worker.put(i);
		}
		await().until(() -> this.stages.size() == 3);
		worker.control()
			.change(new WorkerSettings(null, null, null, null, null, 1, null, null), null, Initiator.APPLICATION);
		complete(3);
		await().until(() -> Engine.counts(worker).succeeded() == 3 && this.stages.size() == 1);
		complete(1);
		await().until(() -> Engine.counts(worker).succeeded() == 4 && !this.stages.isEmpty());
		assertThat(Engine.counts(worker).running()).isOne();
	}

	@Test
	void executorIsNotCalledOffItsLoopWhenTheLoopIsStopped() {
		this.engine.supervisor.loops().create("io");
		List<String> threads = new CopyOnWriteArrayList<>();
		BackgroundWorker worker = this.engine.workers.define("w").loop("io").asyncExecutor((item, context) -> {
			threads.add(Thread.currentThread().getName());
			return pending();
		}).register();
		await().until(() -> this.stages.size() == 1 && this.stages.peek().getNumberOfDependents() > 0);
		this.engine.supervisor.loops().stop("io");
		complete(1);
		await().until(() -> Engine.counts(worker).succeeded() == 1);
		this.engine.supervisor.loops().start("io");
		this.engine.time.advance(Duration.ofSeconds(2));
		await().until(() -> this.runs.get() == 2);
		assertThat(threads).containsOnly("atasker-default-loop-io");
	}

	@Test
	void stageThatDoesNotBehaveIsAFailure() {
		CompletionStage<?> hostile = Mockito.mock(CompletionStage.class);
		Mockito.when(hostile.toCompletableFuture()).thenThrow(new IllegalArgumentException("hostile"));
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.onError((failure) -> {
			})
			.asyncExecutor((item, context) -> (item == 1) ? hostile : CompletableFuture.completedFuture(item))
			.register();
		worker.put(1);
		worker.put(2);
		await().until(() -> Engine.counts(worker).succeeded() == 1);
		assertThat(Engine.counts(worker).failed()).isOne();
	}

	@Test
	void stageWithoutAFutureOfItsOwnIsWaitedFor() {
		CompletableFuture<Object> future = new CompletableFuture<>();
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.asyncExecutor((item, context) -> future.minimalCompletionStage())
			.register();
		worker.put(1);
		await().until(() -> Engine.counts(worker).running() == 1);
		future.complete("x");
		await().until(() -> Engine.counts(worker).succeeded() == 1);
	}

	@Test
	void lateCompletionOfAnOlderStartIsIgnored() {
		BackgroundWorker worker = define("stale");
		await().until(() -> this.stages.size() == 1);
		CompletableFuture<Object> old = this.stages.remove();
		CompletableFuture<Object> copy = old.copy();
		worker.stopAsync();
		this.engine.time.advance(Duration.ofSeconds(31));
		await().until(worker::isStopped);
		assertThat(old).isCancelled();
		worker.start();
		await().until(() -> this.stages.size() == 1);
		old.obtrudeValue("late");
		copy.complete("late");
		complete(1);
		await().until(() -> this.runs.get() == 3);
		assertThat(Engine.counts(worker).succeeded()).isOne();
		assertThat(Engine.counts(worker).cancelled()).isOne();
	}

	@Test
	void stageThatIsCancelledFromOutsideCountsAsCancelledAndTheWorkerGoesOn() {
		BackgroundWorker worker = define("loop");
		await().until(() -> this.stages.size() == 1);
		this.stages.remove().cancel(true);
		await().until(() -> this.runs.get() == 2);
		assertThat(Engine.counts(worker).cancelled()).isOne();
		assertThat(Engine.counts(worker).failed()).isZero();
	}

	@Test
	void workerStopsWhenItsStageCompletesWithFalse() {
		BackgroundWorker worker = define("once");
		await().until(() -> this.stages.size() == 1);
		this.stages.remove().complete(false);
		await().until(worker::isStopped);
		assertThat(worker.snapshot().stoppedBy()).isEqualTo(StoppedBy.SELF);
	}

	@Test
	void stopOnTheLoopItselfDoesNotWait() {
		BackgroundWorker worker = this.engine.workers.define("self")
			.priority(Priority.LOW)
			.asyncExecutor((item, context) -> CompletableFuture.completedFuture(context.worker().stop()))
			.register();
		await().until(worker::isStopped);
		assertThat(Engine.counts(worker).succeeded()).isOne();
	}

	@Test
	void executionLastsUntilItsStageHasCompleted() {
		BackgroundWorker worker = define("one");
		await().until(() -> this.runs.get() == 1);
		Instant began = this.engine.time.instant();
		this.engine.time.advance(Duration.ofSeconds(3));
		complete(1);
		await().until(() -> this.runs.get() == 2);
		assertThat(worker.executions()).singleElement().satisfies((execution) -> {
			assertThat(execution.duration()).isEqualTo(Duration.ofSeconds(3));
			assertThat(execution.time()).isEqualTo(began);
		});
	}

}
