package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each trigger that was accepted is served by a run that begins after it, or counts as
 * returned.
 */
@ExtendWith(LeakGuard.class)
class TriggerAccountingTests {

	private static final int THREADS = 4;

	private final Supervisor supervisor = Supervisor.builder().build();

	private final Workers workers = Workers.of(this.supervisor);

	private final AtomicInteger accepted = new AtomicInteger();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@EnumSource(value = ExecutorKind.class, mode = Mode.EXCLUDE, names = "PROCESS")
	void stormEndsWithARunThatBeginsAfterTheLastTrigger(ExecutorKind kind) throws Exception {
		AtomicLong last = new AtomicLong();
		AtomicLong seen = new AtomicLong();
		BackgroundEventWorker worker = define(this.workers.define("event").event(), kind, () -> seen.set(last.get()))
			.register();
		inParallel(20_000, (random) -> {
			last.incrementAndGet();
			assertThat(worker.trigger().isAccepted()).isTrue();
		});
		await().until(() -> seen.get() == THREADS * 20_000);
		await().until(() -> worker.snapshot().executions().running() == 0);
		await().untilAsserted(() -> {
			WorkerSnapshot.Counts counts = worker.snapshot().executions();
			assertThat(counts.succeeded() + counts.merged()).isEqualTo(THREADS * 20_000);
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "QUEUE", "QUEUE_LOOP" })
	void itemThatIsPutWhenAStrandHasFoundNothingIsNotLost(StartStopStressTests.Kind kind) {
		AtomicInteger runs = new AtomicInteger();
		AtomicInteger puts = new AtomicInteger(1);
		WorkerBuilder<Object, BackgroundWorker> builder = this.workers.define("worker").hooks(new WorkerHooks() {
			@Override
			public void afterTake(BackgroundWorker worker, @Nullable Object item) {
				if (item == null && puts.incrementAndGet() <= 100) {
					StartStopStressTests.provoke(worker);
				}
			}
		});
		BackgroundWorker worker = kind.define(builder, runs::incrementAndGet, () -> {
			runs.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		});
		StartStopStressTests.provoke(worker);
		await().until(() -> runs.get() == 100);
	}

	/** What comes just when a strand has found nothing and goes to rest. */
	@ParameterizedTest
	@EnumSource(names = { "QUEUE", "EVENT", "QUEUE_LOOP", "EVENT_LOOP" })
	void whatComesWhenAStrandGoesToRestIsNotLost(StartStopStressTests.Kind kind) {
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = kind.define(this.workers.define("worker"), runs::incrementAndGet, () -> {
			runs.incrementAndGet();
			return CompletableFuture.completedFuture(null);
		});
		for (int round = 1; round <= 20_000; round++) {
			// So that each moment on the way to rest is met now and then.
			for (int spin = round % 150; spin > 0; spin--) {
				Thread.onSpinWait();
			}
			StartStopStressTests.provoke(worker);
			long limit = System.nanoTime() + Duration.ofSeconds(30).toNanos();
			while (runs.get() < round && System.nanoTime() < limit) {
				Thread.onSpinWait();
			}
			assertThat(runs).hasValue(round);
		}
	}

	@ParameterizedTest
	@CsvSource({ "1, THREAD, true", "2, THREAD, true", "3, THREAD, false", "4, LOOP, true", "5, LOOP, false" })
	void triggersAddUpOverStopsStartsAndRestarts(int seed, ExecutorKind kind, boolean event) throws Exception {
		WorkerBuilder<Object, BackgroundWorker> builder = this.workers.define("triggered");
		TriggerableWorker worker = event ? define(builder.event(), kind, Thread::yield).register()
				: define(builder.schedule(Schedule.TRIGGER_ONLY), kind, Thread::yield).register();
		inParallel(2_000, (random) -> {
			switch (random.nextInt(30)) {
				case 0 -> worker.stopAsync();
				case 1 -> worker.restart();
				case 2, 3 -> worker.start();
				default -> {
					if (worker.trigger().isAccepted()) {
						this.accepted.incrementAndGet();
					}
				}
			}
			if (random.nextInt(5 + seed) == 0) {
				Thread.yield();
			}
		});
		worker.start();
		await().until(() -> worker.isStarted() && worker.snapshot().executions().running() == 0
				&& sum(worker) == this.accepted.get());
		assertThat(worker.stop()).isTrue();
		assertThat(sum(worker)).isEqualTo(this.accepted.get());
		assertThat(worker.snapshot().executions().succeeded()).isPositive();
	}

	private static long sum(BackgroundWorker worker) {
		WorkerSnapshot.Counts counts = worker.snapshot().executions();
		return counts.succeeded() + counts.failed() + counts.cancelled() + counts.merged() + counts.returned();
	}

	private static <W extends BackgroundWorker> WorkerBuilder<Object, W> define(WorkerBuilder<Object, W> builder,
			ExecutorKind kind, Runnable run) {
		return builder.executor(kind, (item, context) -> {
			run.run();
			return (kind == ExecutorKind.LOOP) ? CompletableFuture.completedFuture(null) : null;
		});
	}

	private static void inParallel(int rounds, Step step) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			List<Future<Void>> results = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Random random = new Random(i);
				results.add(threads.submit((Callable<Void>) () -> {
					for (int round = 0; round < rounds; round++) {
						step.run(random);
					}
					return null;
				}));
			}
			for (Future<Void> result : results) {
				result.get(100, TimeUnit.SECONDS);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private interface Step {

		void run(Random random) throws Exception;

	}

}
