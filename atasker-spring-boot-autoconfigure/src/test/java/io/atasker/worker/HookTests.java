package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
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
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Starts and stops that meet while a hook is called.
 */
@ExtendWith(LeakGuard.class)
class HookTests {

	private final Supervisor supervisor = Supervisor.builder().build();

	private final Workers workers = Workers.of(this.supervisor);

	private final AtomicInteger runs = new AtomicInteger();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch go = new CountDownLatch(1);

	private final List<String> calls = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.go.countDown();
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	@Test
	void manyStartsWithASlowHookAreOneStart() throws Exception {
		AtomicInteger most = new AtomicInteger();
		AtomicInteger inside = new AtomicInteger();
		for (int round = 0; round < 100; round++) {
			BackgroundWorker worker = this.workers.define("worker-" + round).autoStart(false).executor((context) -> {
				most.accumulateAndGet(inside.incrementAndGet(), Math::max);
				inside.decrementAndGet();
			}).hooks(new Recorder() {
				@Override
				public void beforeStart(BackgroundWorker worker) {
					super.beforeStart(worker);
					Thread.yield();
				}
			}).register();
			List<Boolean> answers = inParallel(8, worker::start);
			assertThat(answers).containsOnlyOnce(true);
			assertThat(worker.stop()).isTrue();
			assertThat(this.calls).containsExactly("beforeStart", "afterStart", "beforeStop", "afterStop");
			this.calls.clear();
		}
		assertThat(most).hasValue(1);
	}

	@Test
	void manyStopsCallTheHooksOfOne() throws Exception {
		BackgroundWorker worker = worker(new Recorder() {
			@Override
			public void beforeStop(BackgroundWorker worker) {
				super.beforeStop(worker);
				Thread.yield();
			}
		});
		for (int round = 0; round < 100; round++) {
			worker.start();
			assertThat(inParallel(8, worker::stop)).containsOnly(true);
			assertThat(worker.isStopped()).isTrue();
			assertThat(this.calls).containsExactly("beforeStart", "afterStart", "beforeStop", "afterStop");
			this.calls.clear();
		}
	}

	@Test
	void hooksOfAStormComeOneAfterTheOtherAndInOrder() throws Exception {
		BackgroundWorker worker = worker(new Recorder());
		inParallel(6, () -> {
			for (int i = 0; i < 200; i++) {
				switch (i % 4) {
					case 0 -> worker.start();
					case 1 -> worker.restart();
					case 2 -> worker.stopAsync();
					default -> worker.start();
				}
			}
			return true;
		});
		assertThat(worker.stop()).isTrue();
		assertThat(this.calls.get(0)).isEqualTo("beforeStart");
		assertThat(this.calls.get(this.calls.size() - 1)).isEqualTo("afterStop");
		for (int i = 1; i < this.calls.size(); i++) {
			String expected = switch (this.calls.get(i - 1)) {
				case "beforeStart" -> "afterStart|afterStop";
				case "afterStart" -> "beforeStop";
				case "beforeStop" -> "afterStop";
				default -> "beforeStart";
			};
			assertThat(this.calls.get(i)).as("call %d after %s", i, this.calls.get(i - 1)).matches(expected);
		}
	}

	@Test
	void stopWaitsForTheHookBeforeTheStartThatItOvertook() throws Exception {
		BackgroundWorker worker = worker(new Recorder() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				super.beforeStart(worker);
				block();
			}
		});
		CompletableFuture<Boolean> start = CompletableFuture.supplyAsync(worker::start);
		this.entered.await();
		CompletableFuture<Boolean> stop = worker.stopAsync().toCompletableFuture();
		assertThat(stop).isNotDone();
		assertThat(worker.isStopped()).isFalse();
		this.go.countDown();
		assertThat(stop.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(start.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(this.calls).containsExactly("beforeStart", "afterStop");
		assertThat(this.runs).hasValue(0);
	}

	@Test
	void stopDuringAStartWithASlowHookIsInForceAtOnceAndItsHooksFollow() throws Exception {
		BackgroundWorker worker = worker(new Recorder() {
			@Override
			public void afterStart(BackgroundWorker worker) {
				super.afterStart(worker);
				block();
			}
		});
		CompletableFuture.runAsync(worker::start);
		this.entered.await();
		await().until(() -> this.runs.get() > 0);
		CompletableFuture<Boolean> stop = worker.stopAsync().toCompletableFuture();
		await().until(() -> Engine.isInactive(worker));
		int before = this.runs.get();
		assertThat(worker.start()).isTrue();
		assertThat(stop).isNotDone();
		assertThat(this.runs).hasValue(before);
		this.go.countDown();
		assertThat(stop.get(60, TimeUnit.SECONDS)).isTrue();
		await().until(() -> this.runs.get() > before);
		assertThat(this.calls).startsWith("beforeStart", "afterStart", "beforeStop", "afterStop", "beforeStart");
	}

	@Test
	void startWaitsForTheHookAfterTheStop() throws Exception {
		BackgroundWorker worker = worker(new Recorder() {
			@Override
			public void afterStop(BackgroundWorker worker) {
				block();
				super.afterStop(worker);
			}
		});
		worker.start();
		CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(worker::stop);
		this.entered.await();
		assertThat(worker.start()).isTrue();
		assertThat(stop).isNotDone();
		assertThat(worker.isStarted()).isFalse();
		this.go.countDown();
		assertThat(stop.get(60, TimeUnit.SECONDS)).isTrue();
		await().until(worker::isStarted);
		await().until(() -> this.calls.size() == 6);
		assertThat(this.calls).containsExactly("beforeStart", "afterStart", "beforeStop", "afterStop", "beforeStart",
				"afterStart");
	}

	@Test
	void stopThatItsHookHoldsUpTakesEffectNearItsEnd() throws Exception {
		BackgroundWorker worker = worker(new Recorder() {
			@Override
			public void beforeStop(BackgroundWorker worker) {
				block();
			}
		});
		worker.start();
		CompletableFuture<Boolean> first = CompletableFuture.supplyAsync(worker::stop);
		this.entered.await();
		long began = System.nanoTime();
		assertThat(worker.stop(Duration.ofMillis(400))).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(25));
		await().until(() -> Engine.isInactive(worker));
		int before = this.runs.get();
		assertThat(worker.isActive()).isFalse();
		assertThat(first).isNotDone();
		this.go.countDown();
		// A stop that still joins the one before shares its deadline, which is about to
		// pass.
		await().until(worker::stop);
		assertThat(this.runs).hasValue(before);
	}

	@Test
	void restartsThatMeetCallTheHooksOfOneStop() throws Exception {
		AtomicBoolean first = new AtomicBoolean(true);
		BackgroundWorker worker = this.workers.define("worker").autoStart(false).executor((context) -> {
			if (first.getAndSet(false)) {
				block();
			}
		}).hooks(new Recorder()).register();
		worker.start();
		this.entered.await();
		for (int i = 0; i < 4; i++) {
			assertThat(worker.restart()).isTrue();
		}
		this.go.countDown();
		await().until(() -> this.calls.size() >= 6);
		await().until(worker::isStarted);
		assertThat(this.calls).containsExactly("beforeStart", "afterStart", "beforeStop", "afterStop", "beforeStart",
				"afterStart");
	}

	@Test
	void executionThatEndsItselfBecauseItIsStoppedKeepsNoStartFromFollowing() throws Exception {
		for (boolean restart : new boolean[] { true, false }) {
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch end = new CountDownLatch(1);
			AtomicInteger lives = new AtomicInteger();
			BackgroundWorker worker = this.workers.define("self-" + restart)
				.autoStart(false)
				.queue(Integer.class)
				.executor(ExecutorKind.THREAD, (item, context) -> {
					begun.countDown();
					end.await();
					return false;
				})
				.hooks(new WorkerHooks() {
					@Override
					public void afterStart(BackgroundWorker worker) {
						lives.incrementAndGet();
					}
				})
				.register();
			this.workers.queue("self-" + restart, Integer.class).put(1);
			worker.start();
			begun.await();
			if (restart) {
				assertThat(worker.restart()).isTrue();
			}
			else {
				worker.stopAsync();
				assertThat(worker.start()).isTrue();
			}
			end.countDown();
			await().until(() -> lives.get() == 2);
			assertThat(worker.isStarted()).isTrue();
			assertThat(worker.stop()).isTrue();
		}
	}

	@Test
	void hooksMayStopAndRestartTheirWorkerWithoutWaitingForThemselves() throws Exception {
		AtomicInteger starts = new AtomicInteger();
		BackgroundWorker worker = worker(new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				if (starts.incrementAndGet() == 1) {
					worker.stop(Duration.ofMinutes(2));
				}
			}

			@Override
			public void afterStart(BackgroundWorker worker) {
				if (starts.get() < 2_000) {
					worker.restart();
				}
			}

			@Override
			public void afterStop(BackgroundWorker worker) {
				worker.stop(Duration.ofMinutes(2));
				worker.start();
			}
		});
		CompletableFuture<Boolean> start = CompletableFuture.supplyAsync(worker::start);
		assertThat(start.get(60, TimeUnit.SECONDS)).isTrue();
		await().until(() -> starts.get() == 2_000);
		await().until(worker::isStarted);
		assertThat(worker.stopAsync()).isNotNull();
	}

	@Test
	void hookThatRefusesAFollowingStartLeavesTheWorkerFailedAndItsStopAnswered() throws Exception {
		AtomicBoolean refuse = new AtomicBoolean();
		BackgroundWorker worker = worker(new Recorder() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				if (refuse.get()) {
					throw new IllegalStateException("no");
				}
			}
		});
		worker.start();
		refuse.set(true);
		assertThat(worker.restart()).isTrue();
		await().until(() -> worker.state() == WorkerState.FAILED && worker.isStopped());
		assertThat(worker.stop()).isTrue();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start);
		refuse.set(false);
		assertThat(worker.start()).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.STARTED);
	}

	@Test
	void stopActionThatBlocksHoldsUpNeitherStopNorTimersNorSupervisor() throws Exception {
		AtomicInteger ticks = new AtomicInteger();
		this.workers.define("ticks")
			.interval(Duration.ofMillis(2))
			.executor((context) -> ticks.incrementAndGet())
			.register();
		CountDownLatch registered = new CountDownLatch(1);
		CountDownLatch finished = new CountDownLatch(1);
		BackgroundWorker worker = this.workers.define("worker").timeout(Duration.ofMillis(5)).executor((context) -> {
			context.onStop(this::block);
			registered.countDown();
			finished.await();
		}).onError((failure) -> {
		}).register();
		registered.await();
		this.entered.await();
		int before = ticks.get();
		await().until(() -> ticks.get() > before + 3);
		CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(() -> worker.stop(Duration.ofMillis(100)));
		assertThat(stop.get(60, TimeUnit.SECONDS)).isFalse();
		this.go.countDown();
		await().until(worker::isStopped);
	}

	@Test
	void stopEndsOnlyWhenItsActionsHaveEnded() throws Exception {
		CountDownLatch registered = new CountDownLatch(1);
		CountDownLatch finished = new CountDownLatch(1);
		BackgroundWorker worker = this.workers.define("worker").executor((context) -> {
			context.onStop(() -> {
				finished.countDown();
				block();
				this.calls.add("action");
			});
			registered.countDown();
			finished.await();
		}).register();
		registered.await();
		CompletableFuture<Boolean> stop = worker.stopAsync().toCompletableFuture();
		this.entered.await();
		await().until(() -> worker.snapshot().executions().running() == 0);
		assertThat(stop).isNotDone();
		this.go.countDown();
		assertThat(stop.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.calls).containsExactly("action");
	}

	private BackgroundWorker worker(WorkerHooks hooks) {
		return this.workers.define("worker")
			.autoStart(false)
			.executor((context) -> this.runs.incrementAndGet())
			.hooks(hooks)
			.register();
	}

	private void block() {
		this.entered.countDown();
		try {
			this.go.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static List<Boolean> inParallel(int threads, Callable<Boolean> call) throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(threads);
		List<CompletableFuture<Boolean>> answers = new ArrayList<>();
		for (int i = 0; i < threads; i++) {
			CompletableFuture<Boolean> answer = new CompletableFuture<>();
			answers.add(answer);
			new Thread(() -> {
				try {
					barrier.await();
					answer.complete(call.call());
				}
				catch (Throwable ex) {
					answer.completeExceptionally(ex);
				}
			}).start();
		}
		List<Boolean> results = new ArrayList<>();
		for (CompletableFuture<Boolean> answer : answers) {
			results.add(answer.get(60, TimeUnit.SECONDS));
		}
		return results;
	}

	/** Notes the calls, and when two come at once. */
	private class Recorder implements WorkerHooks {

		private final AtomicBoolean inside = new AtomicBoolean();

		@Override
		public void beforeStart(BackgroundWorker worker) {
			note("beforeStart");
		}

		@Override
		public void afterStart(BackgroundWorker worker) {
			note("afterStart");
		}

		@Override
		public void beforeStop(BackgroundWorker worker) {
			note("beforeStop");
		}

		@Override
		public void afterStop(BackgroundWorker worker) {
			note("afterStop");
		}

		private void note(String call) {
			if (this.inside.getAndSet(true)) {
				HookTests.this.calls.add("two at once");
			}
			HookTests.this.calls.add(call);
			Thread.yield();
			this.inside.set(false);
		}

	}

}
