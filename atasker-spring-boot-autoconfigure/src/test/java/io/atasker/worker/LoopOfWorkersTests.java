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
 * Tests for asynchronous workers whose event loop ends, refuses or is stuck.
 */
@ExtendWith(LeakGuard.class)
class LoopOfWorkersTests {

	private final Supervisor supervisor = Supervisor.builder().loop("own").build();

	private final Workers workers = Workers.of(this.supervisor);

	private final AtomicInteger runs = new AtomicInteger();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
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
		this.supervisor.loops().stop("own");
		await().until(() -> LeakGuard.engineThreads().stream().noneMatch((thread) -> thread.getName().endsWith("own")));
		this.supervisor.loops().start("own");
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
		this.supervisor.loops().stop("own");
		await().until(() -> LeakGuard.engineThreads().stream().noneMatch((thread) -> thread.getName().endsWith("own")));
		this.supervisor.loops().start("own");
		int before = this.runs.get();
		await().until(() -> this.runs.get() > before + 100);
		assertThat(threads).containsExactly("atasker-default-loop-own");
	}

	@Test
	void stageThatCannotBeAskedIsAFailure() {
		BackgroundWorker worker = this.workers.define("async").onError((failure) -> {
		}).queue(Integer.class).asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			return (item == 0) ? new Unwilling() : CompletableFuture.completedFuture(null);
		}).register();
		BackgroundQueueWorker<Integer> queue = this.workers.queue("async", Integer.class);
		queue.put(0);
		queue.put(1);
		await().until(() -> this.runs.get() == 2);
		await().until(() -> worker.snapshot().executions().failed() == 1);
	}

	@Test
	void workerWhoseCallsWereDroppedWithAStuckLoopRunsAgain() throws Exception {
		CountDownLatch stuck = new CountDownLatch(1);
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
				stuck.await();
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
		stuck.countDown();
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofMillis(200)));
	}

	@Test
	void workersWhoseExecutorRefusesTryAgain() {
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
	void inlineExecutorWorks() {
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
		}).asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			return new CompletableFuture<>().completeOnTimeout(1, 2, TimeUnit.MILLISECONDS);
		}).register();
		await().until(() -> this.runs.get() > 50 || worker.snapshot().executions().failed() > 3);
		assertThat(worker.stop()).isTrue();
		WorkerSnapshot.Counts counts = worker.snapshot().executions();
		assertThat(counts.succeeded() + counts.failed() + counts.cancelled()).isEqualTo(this.runs.get());
	}

	private static final class Unwilling extends CompletableFuture<Object> {

		@Override
		public CompletableFuture<Object> toCompletableFuture() {
			throw new IllegalStateException("no");
		}

	}

}
