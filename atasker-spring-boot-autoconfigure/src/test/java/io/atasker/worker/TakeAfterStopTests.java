package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.ShutdownReport;
import io.atasker.supervisor.Stoppable;
import io.atasker.supervisor.SupervisorState;
import io.atasker.testsupport.LeakGuard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a stop that comes while an execution is about to begin.
 */
@ExtendWith(LeakGuard.class)
class TakeAfterStopTests {

	private final Engine engine = Engine.started();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.release.countDown();
		this.engine.close();
	}

	@Test
	void nothingIsTakenWhenTheWorkerIsStoppedDuringTheHookBefore() throws Exception {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.hooks(new WorkerHooks() {
				@Override
				public void beforeTake(BackgroundWorker worker) {
					TakeAfterStopTests.this.entered.countDown();
					awaitRelease();
				}
			})
			.executor((item, context) -> this.runs.incrementAndGet())
			.register();
		worker.put(1);
		assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Boolean> stopped = worker.stopAsync().toCompletableFuture();
		this.release.countDown();
		await().until(stopped::isDone);
		assertThat(stopped).isCompletedWithValue(true);
		assertThat(this.runs).hasValue(0);
		assertThat(worker.size()).isOne();
	}

	/** When all that runs is interrupted there is nothing yet to be interrupted. */
	@Test
	void executionThatWasAboutToBeginIsInterruptedToo() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundQueueWorker<Integer> worker = late(interrupted);
		worker.put(1);
		assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Boolean> stopped = worker.stopAsync().toCompletableFuture();
		this.engine.time.advance(Duration.ofMillis(10));
		this.release.countDown();
		await().until(() -> worker.snapshot().executions().running() == 1);
		this.engine.time.advance(Duration.ofMillis(50));
		this.engine.time.advance(Duration.ofMillis(10));
		assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
	}

	/** As above, for a stop of the whole supervisor. */
	@Test
	void executionThatWasAboutToBeginIsInterruptedByTheSupervisorToo() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		BackgroundQueueWorker<Integer> worker = late(interrupted);
		Last last = new Last();
		this.engine.supervisor.register(last);
		worker.put(1);
		assertThat(this.entered.await(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<ShutdownReport> stopped = CompletableFuture
			.supplyAsync(() -> this.engine.supervisor.stop(ShutdownPolicy.graceful(Duration.ofHours(1))));
		await().until(() -> this.engine.supervisor.state() == SupervisorState.STOPPING);
		this.engine.time.advance(Duration.ofHours(1).minusSeconds(2));
		assertThat(last.interrupted.await(60, TimeUnit.SECONDS)).isTrue();
		this.release.countDown();
		await().until(() -> worker.snapshot().executions().running() == 1);
		this.engine.time.advance(Duration.ofMillis(50));
		// So slowly that a busy machine does not come to the deadline by this.
		await().pollInterval(Duration.ofMillis(50)).until(() -> {
			this.engine.time.advance(Duration.ofMillis(1));
			return stopped.isDone();
		});
		assertThat(interrupted.getCount()).isZero();
		assertThat(stopped.join().running()).isEmpty();
		assertThat(stopped.join().took()).isLessThan(Duration.ofHours(1));
	}

	private BackgroundQueueWorker<Integer> late(CountDownLatch interrupted) {
		return this.engine.workers.define("late").queue(Integer.class).interruptOnStop(true).hooks(new WorkerHooks() {
			@Override
			public void afterTake(BackgroundWorker worker, @Nullable Object item) {
				TakeAfterStopTests.this.entered.countDown();
				awaitRelease();
			}
		}).executor((item, context) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		}).register();
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** The last to be interrupted by its supervisor. */
	private static final class Last implements Stoppable {

		private final CountDownLatch interrupted = new CountDownLatch(1);

		@Override
		public String name() {
			return "last";
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
			this.interrupted.countDown();
		}

		@Override
		public List<ShutdownReport.Unfinished> unfinished() {
			return List.of();
		}

		@Override
		public long returned() {
			return 0;
		}

	}

}
