package io.atasker.worker;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for asynchronous workers whose event loop ends, refuses or is stuck, and whose
 * stages do not behave.
 */
@ExtendWith(LeakGuard.class)
class LoopOfWorkersTests {

	private final Supervisor supervisor = Supervisor.builder().loop("own").build();

	private final Workers workers = Workers.of(this.supervisor);

	private final AtomicInteger runs = new AtomicInteger();

	private final CountDownLatch stuck = new CountDownLatch(1);

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.stuck.countDown();
		this.supervisor.close();
	}

	@Test
	void workerPausesWhileItsLoopIsStoppedAndGoesOnAfterwards() {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		this.workers.define("async").loop("own").asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			threads.add(Thread.currentThread().getName());
			return CompletableFuture.completedFuture(null);
		}).register();
		await().until(() -> this.runs.get() > 1_000);
		restartLoop();
		int before = this.runs.get();
		await().until(() -> this.runs.get() > before + 1_000);
		assertThat(threads).containsExactly("atasker-default-loop-own");
	}

	@Test
	void completionsOfStoppedLoopLaunchNothingOnForeignThreads() {
		Set<String> threads = ConcurrentHashMap.newKeySet();
		Executor foreign = (command) -> new Thread(command, "foreign").start();
		this.workers.define("async").loop("own").asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			threads.add(Thread.currentThread().getName());
			return CompletableFuture.runAsync(() -> {
			}, foreign);
		}).register();
		await().until(() -> this.runs.get() > 100);
		restartLoop();
		int before = this.runs.get();
		await().until(() -> this.runs.get() > before + 100);
		assertThat(threads).containsExactly("atasker-default-loop-own");
	}

	private void restartLoop() {
		this.supervisor.loops().stop("own");
		await().until(() -> LeakGuard.engineThreads().stream().noneMatch((thread) -> thread.getName().endsWith("own")));
		this.supervisor.loops().start("own");
	}

	@Test
	void interruptOfWhoeverCompletesAStageOfAStoppedLoopIsKept() {
		CompletableFuture<Void> stage = new CompletableFuture<>();
		BackgroundWorker worker = this.workers.define("async").loop("own").asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			return stage;
		}).register();
		await().until(() -> stage.getNumberOfDependents() > 0);
		this.supervisor.loops().stop("own");
		Thread.currentThread().interrupt();
		stage.complete(null);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(worker.snapshot().executions().succeeded()).isEqualTo(1);
	}

	@Test
	void stageThatCannotBeAskedOrCancelledIsAFailureAndTheNextOneRuns() {
		BackgroundWorker worker = this.workers.define("async").onError((failure) -> {
		}).queue(Integer.class).timeout(Duration.ofMillis(20)).asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			return (item < 4) ? new Unwilling(item) : CompletableFuture.completedFuture(null);
		}).register();
		BackgroundQueueWorker<Integer> queue = this.workers.queue("async", Integer.class);
		for (int item = 0; item <= 4; item++) {
			queue.put(item);
		}
		await().until(() -> worker.snapshot().executions().succeeded() == 1);
		assertThat(this.runs).hasValue(5);
		assertThat(worker.snapshot().executions().running()).isZero();
		await().until(() -> worker.snapshot().executions().failed() == 4);
	}

	@Test
	void workersWhoseCallsWereDroppedWithAStuckLoopRunAgain() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		AtomicBoolean first = new AtomicBoolean(true);
		CompletableFuture<Void> stage = new CompletableFuture<>();
		BackgroundEventWorker waiting = this.workers.define("waiting")
			.event()
			.asyncExecutor((item, context) -> (this.runs.incrementAndGet() == 1) ? stage
					: CompletableFuture.completedFuture(null))
			.register();
		BackgroundQueueWorker<Integer> queued = this.workers.define("queued")
			.queue(Integer.class)
			.asyncExecutor((item, context) -> {
				this.runs.incrementAndGet();
				return CompletableFuture.completedFuture(null);
			})
			.register();
		waiting.trigger();
		await().until(() -> this.runs.get() == 1);
		this.workers.define("stuck").asyncExecutor((item, context) -> {
			if (first.getAndSet(false)) {
				entered.countDown();
				this.stuck.await();
			}
			return new CompletableFuture<>();
		}).register();
		entered.await();
		stage.complete(null);
		queued.put(1);
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofMillis(50)));
		this.supervisor.start();
		waiting.trigger();
		await().until(() -> this.runs.get() == 3);
		await().until(() -> waiting.snapshot().executions().running() == 0 && queued.size() == 0);
		this.stuck.countDown();
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofMillis(200)));
	}

	@Test
	void stopDoesNotWaitForALaunchThatWaitsBehindAStuckCall() throws Exception {
		CountDownLatch entered = new CountDownLatch(1);
		this.supervisor.loops().get("own").execute(() -> {
			entered.countDown();
			awaitUninterruptibly(this.stuck);
		});
		entered.await();
		BackgroundWorker worker = this.workers.define("async").loop("own").asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		}).register();
		assertThat(worker.stop(Duration.ofMinutes(1))).isTrue();
		assertThat(worker.start()).isTrue();
		this.stuck.countDown();
		await().until(() -> this.runs.get() > 10);
		assertThat(worker.stop()).isTrue();
		assertThat(worker.snapshot().executions().running()).isZero();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void workersWhoseExecutorRefusesNowAndThenTryAgain() {
		AtomicBoolean refuse = new AtomicBoolean();
		AtomicInteger refusals = new AtomicInteger();
		this.supervisor.loops().create("foreign", (command) -> {
			if (refuse.get()) {
				refusals.incrementAndGet();
				throw new RejectedExecutionException("no");
			}
			new Thread(command, "foreign").start();
		});
		AtomicInteger other = new AtomicInteger();
		for (AtomicInteger counter : new AtomicInteger[] { this.runs, other }) {
			this.workers.define().loop("foreign").asyncExecutor((item, context) -> {
				counter.incrementAndGet();
				return CompletableFuture.completedFuture(null);
			}).register();
		}
		await().until(() -> this.runs.get() > 1_000 && other.get() > 1_000);
		refuse.set(true);
		await().until(() -> refusals.get() > 0);
		refuse.set(false);
		int before = this.runs.get();
		int otherBefore = other.get();
		await().until(() -> this.runs.get() > before + 1_000 && other.get() > otherBefore + 1_000);
	}

	@Test
	void inlineExecutorWorksAndKnowsWithinWhichTurnsItIs() {
		this.supervisor.loops().create("inline", Runnable::run);
		AtomicReference<Duration> waited = new AtomicReference<>();
		BackgroundEventWorker inner = this.workers.define("inner")
			.event()
			.loop("inline")
			.asyncExecutor((item, context) -> {
				this.runs.incrementAndGet();
				return CompletableFuture.completedFuture(null);
			})
			.register();
		BackgroundEventWorker outer = this.workers.define("outer").event().executor((context) -> {
			inner.trigger();
			long before = System.nanoTime();
			// From inside: answers at once, although this execution goes on.
			assertThat(context.worker().stop()).isFalse();
			waited.set(Duration.ofNanos(System.nanoTime() - before));
		}).register();
		outer.trigger();
		await().until(() -> outer.state() == WorkerState.STOPPED);
		assertThat(waited.get()).isLessThan(Duration.ofSeconds(25));
		assertThat(this.runs).hasValue(1);
	}

	@Test
	void eventWorkerOnAnInlineExecutorNeitherRecursesNorLosesTriggers() {
		this.supervisor.loops().create("inline", Runnable::run);
		BackgroundEventWorker worker = this.workers.define("event")
			.event()
			.loop("inline")
			.asyncExecutor((item, context) -> {
				if (this.runs.incrementAndGet() < 10_000) {
					((BackgroundEventWorker) context.worker()).trigger();
				}
				return CompletableFuture.completedFuture(null);
			})
			.register();
		worker.trigger();
		await().until(() -> this.runs.get() == 10_000);
		assertThat(worker.stop()).isTrue();
	}

	@Test
	void completionAndCancelOfOneStageEndItOnce() throws Exception {
		BackgroundWorker worker = this.workers.define("async").timeout(Duration.ofMillis(2)).onError((failure) -> {
		}).queue(Integer.class).asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			return new CompletableFuture<>().completeOnTimeout(1, 2, TimeUnit.MILLISECONDS);
		}).register();
		for (int i = 0; i < 200; i++) {
			this.workers.queue("async", Integer.class).put(i);
		}
		await().until(() -> this.runs.get() == 200 && worker.snapshot().executions().running() == 0);
		assertThat(worker.stop()).isTrue();
		WorkerSnapshot.Counts counts = worker.snapshot().executions();
		assertThat(counts.succeeded() + counts.failed() + counts.cancelled()).isEqualTo(200);
	}

	/** A stage that throws from one of its methods. */
	private static final class Unwilling extends CompletableFuture<Object> {

		private final int how;

		Unwilling(int how) {
			this.how = how;
		}

		@Override
		public CompletableFuture<Object> toCompletableFuture() {
			fail(0);
			return this;
		}

		@Override
		public boolean isDone() {
			fail(1);
			return super.isDone();
		}

		@Override
		public CompletableFuture<Object> whenComplete(BiConsumer<? super Object, ? super Throwable> action) {
			fail(2);
			return super.whenComplete(action);
		}

		@Override
		public boolean cancel(boolean mayInterruptIfRunning) {
			fail(3);
			return super.cancel(mayInterruptIfRunning);
		}

		private void fail(int what) {
			if (this.how == what) {
				throw new IllegalStateException("no");
			}
		}

	}

}
