package io.atasker.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The first start of a worker, by its supervisor and by others.
 */
@ExtendWith(LeakGuard.class)
class FirstStartTests {

	private final AtomicInteger runs = new AtomicInteger();

	@Test
	void startThatMeetsTheStartOfTheSupervisorLeavesTheWorkerRunning() throws Exception {
		for (int round = 0; round < 300; round++) {
			try (Supervisor supervisor = Supervisor.builder().build()) {
				BackgroundEventWorker worker = event(supervisor, new WorkerHooks() {
				});
				CompletableFuture<Boolean> start = CompletableFuture.supplyAsync(worker::start);
				supervisor.start();
				start.get(60, TimeUnit.SECONDS);
				assertThat(worker.trigger().isAccepted()).isTrue();
				int expected = round + 1;
				await().until(() -> this.runs.get() == expected);
			}
		}
	}

	@Test
	void workerThatWasStoppedBeforeDoesNotStartByItself() {
		try (Supervisor supervisor = Supervisor.builder().build()) {
			BackgroundEventWorker worker = event(supervisor, new WorkerHooks() {
			});
			assertThat(worker.stop()).isTrue();
			supervisor.start();
			assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
			assertThat(worker.trigger()).isEqualTo(TriggerResult.STOPPED);
		}
	}

	@Test
	void startThatWasRefusedBeforeIsNotTriedAgainByItself() {
		AtomicInteger starts = new AtomicInteger();
		try (Supervisor supervisor = Supervisor.builder().build()) {
			BackgroundEventWorker worker = event(supervisor, new WorkerHooks() {
				@Override
				public void beforeStart(BackgroundWorker worker) {
					starts.incrementAndGet();
					throw new IllegalStateException("no");
				}
			});
			CompletableFuture<Boolean> start = CompletableFuture.supplyAsync(worker::start);
			await().until(start::isCompletedExceptionally);
			supervisor.start();
			assertThat(starts).hasValue(1);
			assertThat(worker.state()).isEqualTo(WorkerState.FAILED);
		}
	}

	private BackgroundEventWorker event(Supervisor supervisor, WorkerHooks hooks) {
		return Workers.of(supervisor)
			.define("event")
			.hooks(hooks)
			.event()
			.executor((context) -> this.runs.incrementAndGet())
			.register();
	}

}
