package io.atasker.worker;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
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
 * After a stop that answered true no user code of that life runs or begins: executor,
 * handlers, hooks and stop actions.
 */
@ExtendWith(LeakGuard.class)
class StopMeansStoppedTests {

	private static final int ROUNDS = 60;

	private final Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(4, 2, 2)).build();

	private final Workers workers = Workers.of(this.supervisor);

	private final AtomicInteger entries = new AtomicInteger();

	private final Map<String, Integer> late = new ConcurrentHashMap<>();

	private volatile boolean stopped = true;

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
	void nothingRunsAfterAStopHasEnded(StartStopStressTests.Kind kind) throws Exception {
		WorkerBuilder<Object, BackgroundWorker> builder = this.workers.define("worker").autoStart(false).hooks(hooks());
		builder.onError((failure) -> look("error handler"));
		builder.onResult((result, item, context) -> {
			look("result handler");
			return null;
		});
		BackgroundWorker worker = kind.define(builder, this::run, this::begin, this::look);
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> noise = CompletableFuture.runAsync(() -> make(worker, done));
		for (int round = 0; round < ROUNDS; round++) {
			this.stopped = false;
			worker.start();
			StartStopStressTests.provoke(worker);
			if (round % 3 == 0) {
				worker.restart();
			}
			if (round % 4 == 0) {
				Thread.yield();
			}
			if (round % 10 == 9) {
				awaitAnEntry(worker);
			}
			assertThat(worker.stop()).isTrue();
			this.stopped = true;
			assertThat(worker.isStopped()).isTrue();
			for (int i = 0; i < 20; i++) {
				Thread.yield();
			}
		}
		done.set(true);
		noise.get(60, TimeUnit.SECONDS);
		assertThat(this.late).isEmpty();
		assertThat(this.entries).hasPositiveValue();
	}

	/**
	 * Stops come before, within and after executions; some of them have to come about.
	 */
	private void awaitAnEntry(BackgroundWorker worker) {
		int before = this.entries.get();
		StartStopStressTests.provoke(worker);
		await().until(() -> this.entries.get() > before);
	}

	/** What others do meanwhile. */
	private void make(BackgroundWorker worker, AtomicBoolean done) {
		Random random = new Random(1);
		while (!done.get()) {
			switch (random.nextInt(4)) {
				case 0 -> this.supervisor.resize(new PoolLimits(1 + random.nextInt(4), 1, 1));
				case 1 -> worker.control()
					.change(new WorkerSettings(null, null, null, null, Priority.values()[random.nextInt(4)], null, null,
							null), null, Initiator.APPLICATION);
				default -> StartStopStressTests.provoke(worker);
			}
			Thread.yield();
		}
	}

	private WorkerHooks hooks() {
		return new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				look("beforeStart");
			}

			@Override
			public void afterStart(BackgroundWorker worker) {
				look("afterStart");
			}

			@Override
			public void beforeStop(BackgroundWorker worker) {
				look("beforeStop");
			}

			@Override
			public void afterStop(BackgroundWorker worker) {
				look("afterStop");
			}

			@Override
			public void beforeTake(BackgroundWorker worker) {
				look("beforeTake");
			}
		};
	}

	private void look(String what) {
		note(what + " begins");
		Thread.yield();
		note(what + " goes on");
	}

	private void note(String what) {
		if (this.stopped) {
			this.late.merge(what, 1, Integer::sum);
		}
	}

	private void run() {
		look("executor");
		if (this.entries.incrementAndGet() % 5 == 0) {
			throw new IllegalStateException("now and then");
		}
	}

	private CompletableFuture<Void> begin() {
		look("assembly of the stage");
		this.entries.incrementAndGet();
		return CompletableFuture.runAsync(() -> look("stage"));
	}

}
