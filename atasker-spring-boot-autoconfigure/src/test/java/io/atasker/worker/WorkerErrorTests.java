package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for failures, timeouts, cancels and results.
 */
@ExtendWith(LeakGuard.class)
class WorkerErrorTests {

	@RegisterExtension
	private final LiveEngine engine = new LiveEngine();

	private final AtomicInteger runs = new AtomicInteger();

	@Test
	void workerSurvivesWhateverItsExecutorThrows() {
		List<Throwable> hostile = List.of(new IllegalStateException("a"), new AssertionError("b"),
				new NoClassDefFoundError("c"), new StackOverflowError(), new OutOfMemoryError("d"),
				new InterruptedException(), new HostileException(), new Exception("x\r\ny".repeat(100_000)));
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.executor((item, context) -> {
				this.runs.incrementAndGet();
				throw WorkerErrorTests.<RuntimeException>sneaky(hostile.get(item));
			})
			.register();
		for (int i = 0; i < hostile.size(); i++) {
			worker.put(i);
		}
		await().until(() -> worker.deadLetters().size() == hostile.size());
		await().until(() -> worker.snapshot().executions().failed() == hostile.size());
		assertThat(worker.deadLetters().list(100))
			.allSatisfy((letter) -> assertThat(letter.error()).hasSizeLessThan(1_100).doesNotContain("\n"));
		assertThat(worker.isStarted()).isTrue();
	}

	@SuppressWarnings("unchecked")
	private static <E extends Throwable> E sneaky(Throwable thrown) throws E {
		throw (E) thrown;
	}

	@Test
	void errorHandlerIsToldAndWhatItThrowsChangesNothing() {
		List<WorkerFailure> failures = new CopyOnWriteArrayList<>();
		BackgroundWorker worker = this.engine.workers.define("worker").event().executor((context) -> {
			throw new IllegalStateException("no");
		}).onError((failure) -> {
			failures.add(failure);
			throw new IllegalStateException("handler");
		}).register();
		((BackgroundEventWorker) worker).trigger();
		await().until(() -> worker.snapshot().executions().failed() == 1);
		((BackgroundEventWorker) worker).trigger();
		await().until(() -> failures.size() == 2);
		assertThat(failures.get(0).exception()).hasMessage("no");
	}

	@Test
	void policyStopLeavesTheWorkerFailedUntilAStart() {
		BackgroundWorker worker = this.engine.workers.define("worker")
			.errorPolicy(ErrorPolicy.STOP)
			.executor((context) -> {
				throw new IllegalStateException("no " + this.runs.incrementAndGet());
			})
			.register();
		await().until(() -> worker.state() == WorkerState.FAILED);
		assertThat(this.runs).hasValue(1);
		assertThat(worker.snapshot().stoppedBy()).isEqualTo(StoppedBy.ERROR);
		worker.start();
		await().until(() -> this.runs.get() == 2);
	}

	@Test
	void continuousWorkerBacksOffWhileItFails() {
		try (Engine engine = Engine.started()) {
			engine.workers.define("worker").onError((failure) -> {
			}).executor((context) -> {
				this.runs.incrementAndGet();
				throw new IllegalStateException("no");
			}).register();
			engine.settle();
			assertThat(this.runs).hasValue(1);
			engine.advanceMillis(100);
			assertThat(this.runs).hasValue(2);
			engine.advanceMillis(199);
			assertThat(this.runs).hasValue(2);
			engine.advanceMillis(1);
			assertThat(this.runs).hasValue(3);
		}
	}

	@Test
	void timeoutEndsAnExecutionAsFailedAttempt() {
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.timeout(Duration.ofMillis(20))
			.executor((item, context) -> {
				new CountDownLatch(1).await();
			})
			.register();
		worker.put("a");
		await().until(() -> worker.deadLetters().size() == 1);
		await().until(() -> !worker.executions().isEmpty());
		assertThat(worker.executions().get(0).status()).isEqualTo(ExecutionStatus.TIMED_OUT);
	}

	@Test
	void timeoutCancelsAStageThatNeverCompletes() {
		CompletableFuture<Void> never = new CompletableFuture<>();
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.timeout(Duration.ofMillis(20))
			.asyncExecutor((item, context) -> never)
			.register();
		worker.put("a");
		await().until(() -> worker.deadLetters().size() == 1);
		assertThat(never).isCancelled();
	}

	@Test
	void cancelledExecutionIsNotRetriedAndTheWorkerGoesOn() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundQueueWorker<String> worker = this.engine.workers.define("items")
			.queue(String.class)
			.retry(RetryPolicy.of(5))
			.executor((item, context) -> {
				if (item.equals("slow")) {
					running.countDown();
					new CountDownLatch(1).await();
				}
				this.runs.incrementAndGet();
			})
			.register();
		worker.put("slow");
		worker.put("next");
		running.await();
		assertThat(worker.cancel("enough")).isOne();
		await().until(() -> this.runs.get() == 1);
		assertThat(worker.snapshot().executions().cancelled()).isOne();
		assertThat(worker.deadLetters().size()).isZero();
	}

	@Test
	void interruptNeverReachesTheNextExecution() {
		AtomicInteger interrupted = new AtomicInteger();
		BackgroundWorker worker = this.engine.workers.define("worker").executor((context) -> {
			// One that was held up before it came here may have been cancelled itself.
			if (Thread.currentThread().isInterrupted() && !context.isStopRequested()) {
				interrupted.incrementAndGet();
			}
			long end = System.nanoTime() + 1_200_000;
			while (System.nanoTime() < end) {
				Thread.onSpinWait();
			}
			this.runs.incrementAndGet();
		}).register();
		for (int i = 0; i < 20_000; i++) {
			worker.cancel("race");
			Thread.onSpinWait();
		}
		await().until(() -> this.runs.get() > 500);
		worker.stop();
		assertThat(interrupted).hasValue(0);
	}

	@Test
	void stageThatIsNullOrOfAnotherKindIsAFailureWithAClearText() {
		List<Throwable> failures = new CopyOnWriteArrayList<>();
		BackgroundEventWorker worker = this.engine.workers.define("event")
			.event()
			.executor(ExecutorKind.LOOP, (item, context) -> null)

			.onError((failure) -> failures.add(failure.exception()))
			.register();
		worker.trigger();
		await().until(() -> failures.size() == 1);
		assertThat(failures.get(0)).hasMessageContaining("event").hasMessageContaining("null");
	}

	@Test
	void completedStagesInARowNeitherRecurseNorStarveOthersOnTheLoop() {
		AtomicInteger others = new AtomicInteger();
		BackgroundWorker fast = this.engine.workers.define("fast").asyncExecutor((item, context) -> {
			this.runs.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		}).register();
		this.engine.workers.define("other").interval(Duration.ofMillis(2)).asyncExecutor((item, context) -> {
			others.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		}).register();
		// The fast one never pauses: a starved one would not get there, however late it
		// is.
		await().until(() -> this.runs.get() > 1_000_000 && others.get() > 10);
		assertThat(fast.stop()).isTrue();
	}

	@Test
	void historyHasTheLastExecutionsNewestFirst() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.historySize(3)
			.executor((item, context) -> {
				// Long enough to be remembered each by itself.
				LockSupport.parkNanos(10_000);
				if (item == 4) {
					throw new IllegalStateException("four");
				}
			})
			.onError((failure) -> {
			})
			.register();
		for (int i = 0; i < 5; i++) {
			worker.put(i);
			int done = i + 1;
			await().until(
					() -> worker.snapshot().executions().succeeded() + worker.snapshot().executions().failed() == done);
		}
		assertThat(worker.executions()).hasSize(3);
		assertThat(worker.executions().get(0).status()).isEqualTo(ExecutionStatus.FAILED);
		assertThat(worker.executions().get(0).errorMessage()).isEqualTo("four");
		assertThat(worker.executions().get(0).cause()).isEqualTo(ExecutionCause.ITEM);
	}

	@Test
	void resultGoesToItsHandlerWhichCanStopTheWorker() {
		List<Object> results = new CopyOnWriteArrayList<>();
		BackgroundWorker worker = this.engine.workers.define("worker")
			.executorWithResult((item, context) -> this.runs.incrementAndGet())
			.onResult((result, item, context) -> {
				results.add(result);
				return results.size() < 3;
			})
			.register();
		await().until(worker::isStopped);
		assertThat(results).containsExactly(1, 2, 3);
	}

	/** Its message cannot be had. */
	private static final class HostileException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		@Override
		public String getMessage() {
			throw new IllegalStateException("gotcha");
		}

	}

}
