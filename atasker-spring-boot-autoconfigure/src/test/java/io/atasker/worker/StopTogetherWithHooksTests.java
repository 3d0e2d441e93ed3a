package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for starts and stops that meet while a hook is called.
 */
@ExtendWith(LeakGuard.class)
class StopTogetherWithHooksTests {

	private final Supervisor supervisor = Supervisor.builder().build();

	private final Workers workers = Workers.of(this.supervisor);

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
		this.supervisor.close();
	}

	@Test
	void stopWaitsForTheHookBeforeTheStartThatItOvertook() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = worker((context) -> runs.incrementAndGet(), new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				block();
			}
		});
		CompletableFuture<Boolean> start = CompletableFuture.supplyAsync(worker::start);
		this.entered.await();
		CompletableFuture<Boolean> stop = worker.stopAsync().toCompletableFuture();
		assertThat(stop).isNotDone();
		assertThat(worker.isStopped()).isFalse();
		this.go.countDown();
		assertThat(stop.get(5, TimeUnit.SECONDS)).isTrue();
		assertThat(start.get(5, TimeUnit.SECONDS)).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(runs).hasValue(0);
	}

	@Test
	void startWaitsForTheHookAfterTheStop() {
		BackgroundWorker worker = worker((context) -> {
		}, new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				StopTogetherWithHooksTests.this.calls.add("start");
			}

			@Override
			public void afterStop(BackgroundWorker worker) {
				block();
				StopTogetherWithHooksTests.this.calls.add("stopped");
			}
		});
		worker.start();
		worker.stopAsync();
		await().until(() -> this.entered.getCount() == 0);
		assertThat(worker.start()).isTrue();
		this.go.countDown();
		await().until(worker::isStarted);
		assertThat(this.calls).containsExactly("start", "stopped", "start");
	}

	@Test
	void restartDuringAStartGivesItTheLatestOptions() throws Exception {
		CompletableFuture<String> label = new CompletableFuture<>();
		BackgroundWorker worker = worker((context) -> label.complete(context.name()), new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				block();
			}
		});
		CompletableFuture.runAsync(worker::start);
		this.entered.await();
		assertThat(worker.restart(StartOptions.builder().label("latest").build())).isTrue();
		this.go.countDown();
		assertThat(label.get(5, TimeUnit.SECONDS)).isEqualTo("latest");
	}

	@Test
	void restartsThatMeetCallTheHooksOfOneStop() throws Exception {
		BackgroundWorker worker = worker((context) -> block(), new WorkerHooks() {
			@Override
			public void beforeStop(BackgroundWorker worker) {
				StopTogetherWithHooksTests.this.calls.add("stop");
			}

			@Override
			public void afterStop(BackgroundWorker worker) {
				StopTogetherWithHooksTests.this.calls.add("stopped");
			}
		});
		worker.start();
		this.entered.await();
		for (int i = 0; i < 4; i++) {
			assertThat(worker.restart()).isTrue();
		}
		this.go.countDown();
		await().until(worker::isStarted);
		assertThat(this.calls).containsExactly("stop", "stopped");
	}

	@Test
	void hooksMayStopAndRestartTheirWorkerWithoutWaitingForThemselves() throws Exception {
		AtomicInteger starts = new AtomicInteger();
		BackgroundWorker worker = worker((context) -> {
		}, new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				if (starts.incrementAndGet() == 1) {
					worker.stop(Duration.ofSeconds(20));
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
				worker.stop(Duration.ofSeconds(20));
				worker.start();
			}
		});
		CompletableFuture<Boolean> start = CompletableFuture.supplyAsync(worker::start);
		assertThat(start.get(10, TimeUnit.SECONDS)).isTrue();
		await().until(() -> starts.get() == 2_000);
		await().until(worker::isStarted);
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
		BackgroundWorker worker = worker((context) -> {
			context.onStop(this::block);
			registered.countDown();
			finished.await();
		}, new WorkerHooks() {
		});
		worker.start();
		registered.await();
		worker.cancel("test");
		this.entered.await();
		int before = ticks.get();
		await().until(() -> ticks.get() > before + 3);
		CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(() -> worker.stop(Duration.ofMillis(100)));
		stop.get(5, TimeUnit.SECONDS);
		CompletableFuture.runAsync(this.supervisor::close).get(10, TimeUnit.SECONDS);
	}

	@Test
	void stopOfTheSupervisorFromInsideDoesNotWaitForItself() throws Exception {
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		long begin = System.nanoTime();
		worker((context) -> {
			this.supervisor.close();
			interrupted.complete(Thread.currentThread().isInterrupted());
		}, new WorkerHooks() {
		}).start();
		assertThat(interrupted.get(10, TimeUnit.SECONDS)).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
	}

	@Test
	void removedWorkerCannotBeStartedAgain() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = worker((context) -> runs.incrementAndGet(), new WorkerHooks() {
		});
		worker.start();
		assertThat(this.workers.remove("worker")).isTrue();
		await().until(worker::isStopped);
		assertThat(worker.start()).isFalse();
		assertThat(worker.restart()).isFalse();
		assertThat(worker.isStopped()).isTrue();
	}

	private BackgroundWorker worker(ContextExecutor executor, WorkerHooks hooks) {
		return this.workers.define("worker").autoStart(false).executor(executor).hooks(hooks).register();
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

}
