package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Start, stop, restart, cancel and resize from many threads, over every worker type.
 */
@ExtendWith(LeakGuard.class)
class StartStopStressTests {

	private static final int THREADS = 6;

	private static final int ROUNDS = 40;

	private final Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(4, 2, 2)).build();

	private final Workers workers = Workers.of(this.supervisor);

	private final AtomicInteger inside = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@EnumSource
	void startsAndStopsFromManyThreadsLeaveNothingBehind(Kind kind) throws Exception {
		BackgroundWorker worker = kind.define(this.workers.define("stressed"), this::run, this::begin);
		inParallel((random) -> {
			worker.start();
			provoke(worker);
			assertThat(worker.stop(Duration.ofSeconds(30))).isIn(true, worker.isActive());
		});
		assertThat(worker.stop()).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertRunsAlone(worker);
	}

	@ParameterizedTest
	@EnumSource
	void restartsStopsAndStartsInAnyOrderNeverRunTwoCopies(Kind kind) throws Exception {
		BackgroundWorker worker = kind.define(this.workers.define("stressed"), this::run, this::begin);
		inParallel((random) -> {
			switch (random.nextInt(6)) {
				case 0 -> worker.start();
				case 1 -> worker.stopAsync();
				case 2 -> cancelIfThatEndsIt(worker);
				case 3 -> this.supervisor.resize(new PoolLimits(1 + random.nextInt(4), 1, 1));
				default -> worker.restart();
			}
			provoke(worker);
		});
		worker.start();
		await().until(worker::isStarted);
		assertThat(worker.stop()).isTrue();
		assertRunsAlone(worker);
	}

	/** A cancelled stage counts as ended, although what it stands for may go on. */
	private static void cancelIfThatEndsIt(BackgroundWorker worker) {
		if (worker.snapshot().executor() == ExecutorKind.THREAD) {
			worker.cancel("stress");
		}
	}

	private void assertRunsAlone(BackgroundWorker worker) {
		assertThat(this.inside).hasValue(0);
		assertThat(this.most).hasValueLessThanOrEqualTo(1);
		assertThat(worker.snapshot().executions().running()).isZero();
		await().until(() -> this.supervisor.snapshot().running().values().stream().allMatch((count) -> count == 0));
	}

	@SuppressWarnings("unchecked")
	static void provoke(BackgroundWorker worker) {
		if (worker instanceof TriggerableWorker triggerable) {
			triggerable.trigger();
		}
		if (worker instanceof BackgroundQueueWorker<?> queue) {
			((BackgroundQueueWorker<Integer>) queue).offer(1);
		}
	}

	private void run() {
		this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		Thread.yield();
		this.inside.decrementAndGet();
	}

	private CompletableFuture<Void> begin() {
		this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
		return CompletableFuture.runAsync(this.inside::decrementAndGet);
	}

	private void inParallel(Step step) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try {
			CyclicBarrier barrier = new CyclicBarrier(THREADS);
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Random random = new Random(i);
				results.add(threads.submit((Callable<Void>) () -> {
					barrier.await();
					for (int round = 0; round < ROUNDS; round++) {
						step.run(random);
					}
					return null;
				}));
			}
			for (Future<?> result : results) {
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

	/** Every worker type with every executor kind. */
	enum Kind {

		BACKGROUND, QUEUE, EVENT, INTERVAL, BACKGROUND_LOOP, QUEUE_LOOP, EVENT_LOOP, INTERVAL_LOOP;

		BackgroundWorker define(WorkerBuilder<Object, BackgroundWorker> builder, Runnable run,
				Supplier<CompletableFuture<Void>> begin) {
			return define(builder, run, begin, (text) -> {
			});
		}

		BackgroundWorker define(WorkerBuilder<Object, BackgroundWorker> builder, Runnable run,
				Supplier<CompletableFuture<Void>> begin, Consumer<String> onStop) {
			if (this.name().endsWith("LOOP")) {
				builder.executor(ExecutorKind.LOOP, (item, context) -> {
					context.onStop(() -> onStop.accept("stop action"));
					return begin.get();
				});
			}
			else {
				builder.executor((context) -> {
					context.onStop(() -> onStop.accept("stop action"));
					run.run();
				});
			}
			if (this.name().startsWith("QUEUE")) {
				return builder.queue(Integer.class).register();
			}
			if (this.name().startsWith("EVENT")) {
				return builder.event().register();
			}
			return this.name().startsWith("INTERVAL") ? builder.interval(Duration.ofMillis(1)).register()
					: builder.register();
		}

	}

}
