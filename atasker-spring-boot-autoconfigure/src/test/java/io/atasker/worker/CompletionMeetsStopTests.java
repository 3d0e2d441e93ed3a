package io.atasker.worker;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failure case 27: a stage completes while its worker is stopped, on whichever thread.
 */
@ExtendWith(LeakGuard.class)
class CompletionMeetsStopTests {

	private static final int ROUNDS = 5_000;

	private final Supervisor supervisor = Supervisor.builder().build();

	private final BlockingQueue<CompletableFuture<Object>> stages = new LinkedBlockingQueue<>();

	private final Random random = new Random(27);

	private final ExecutorService other = Executors.newSingleThreadExecutor();

	private volatile Way way = Way.ELSEWHERE;

	@BeforeEach
	void start() {
		this.supervisor.loops().create("inline", Runnable::run);
		this.supervisor.loops().create("own");
		this.supervisor.start();
	}

	@AfterEach
	void close() throws InterruptedException {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
		this.other.shutdownNow();
		assertThat(this.other.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "own", "inline" })
	void stopAndExecutionEndOnce(String loop) throws Exception {
		BackgroundEventWorker worker = Workers.of(this.supervisor)
			.define("async")
			.event()
			.loop(loop)
			.hooks(new WorkerHooks() {
				@Override
				public void beforeStop(BackgroundWorker stopped) {
					if (CompletionMeetsStopTests.this.way == Way.IN_THE_HOOK) {
						CompletionMeetsStopTests.this.stages.remove().complete("done");
					}
				}
			})
			.asyncExecutor((item, context) -> stage(context))
			.register();
		await().until(worker::isStarted);
		for (int round = 1; round <= ROUNDS; round++) {
			this.way = Way.values()[this.random.nextInt(Way.values().length)];
			assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
			await().pollDelay(Duration.ZERO).pollInterval(Duration.ofNanos(10_000)).until(() -> !this.stages.isEmpty());
			CompletableFuture<Object> stage = this.stages.peek();
			if (this.way == Way.ELSEWHERE) {
				int spins = this.random.nextInt(2_000);
				this.other.execute(() -> {
					spin(spins);
					stage.complete("done");
				});
				spin(this.random.nextInt(2_000));
			}
			else if (this.way == Way.WITH_A_STOP) {
				stage.complete("done");
			}
			assertThat(worker.stop(Duration.ofSeconds(20))).as("%s in round %d", this.way, round).isTrue();
			assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
			WorkerSnapshot.Counts counts = worker.snapshot().executions();
			assertThat(counts.running()).isZero();
			assertThat(counts.succeeded()).as("%s", this.way).isEqualTo(round);
			this.stages.clear();
			assertThat(worker.start()).isTrue();
		}
	}

	private CompletableFuture<Object> stage(WorkContext context) {
		CompletableFuture<Object> stage = new CompletableFuture<>();
		switch (this.way) {
			case AT_THE_STOP -> context.onStop(() -> stage.complete("done"));
			case WITH_A_STOP -> stage.whenComplete((result, thrown) -> context.worker().stopAsync());
			default -> {
			}
		}
		this.stages.add(stage);
		return stage;
	}

	private static void spin(int times) {
		for (int i = 0; i < times; i++) {
			Thread.onSpinWait();
		}
	}

	private enum Way {

		/** On a thread that has nothing to do with it, at about the same time. */
		ELSEWHERE,

		/** On the thread that stops, before the worker takes note. */
		IN_THE_HOOK,

		/** By what the executor has left for the case of a stop. */
		AT_THE_STOP,

		/** And whoever completes it stops the worker. */
		WITH_A_STOP

	}

}
