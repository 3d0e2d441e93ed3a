package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * No item and no trigger is lost, whatever happens meanwhile.
 */
@ExtendWith(LeakGuard.class)
class AccountingStressTests {

	private final Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(4, 2, 2)).build();

	private final Workers workers = Workers.of(this.supervisor);

	@AfterEach
	void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void noItemIsLostOrDoubledOverStopsRestartsAndChanges(int seed) throws Exception {
		this.supervisor.start();
		Set<Integer> seen = ConcurrentHashMap.newKeySet();
		AtomicInteger doubles = new AtomicInteger();
		BackgroundQueueWorker<Integer> worker = this.workers.define("items")
			.queue(Integer.class)
			.retry(new RetryPolicy(3, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, List.of(), List.of()))
			.onError((failure) -> {
			})
			.executor((item, context) -> {
				if (item % 7 == 0 && context.attempt() < 3) {
					throw new IllegalStateException("again");
				}
				if (!seen.add(item)) {
					doubles.incrementAndGet();
				}
			})
			.register();
		AtomicInteger next = new AtomicInteger();
		inParallel(seed, (random) -> {
			switch (random.nextInt(40)) {
				case 0 -> worker.stopAsync();
				case 1 -> worker.restart();
				case 2 -> worker.control()
					.change(new WorkerSettings(null, null, null, null, null, 1 + random.nextInt(4), null, null), null,
							Initiator.APPLICATION);
				case 3 -> this.supervisor.resize(new PoolLimits(1 + random.nextInt(5), 1, 1));
				case 4 -> worker.start();
				default -> worker.put(next.getAndIncrement());
			}
		});
		worker.start();
		await().until(() -> worker.size() == 0 && worker.snapshot().executions().running() == 0
				&& worker.snapshot().executions().succeeded() == next.get());
		assertThat(seen).hasSize(next.get());
		assertThat(doubles).hasValue(0);
	}

	@Test
	void lastRunSeesTheLastWriteBeforeATrigger() throws Exception {
		this.supervisor.start();
		long[] state = new long[1];
		AtomicLong seen = new AtomicLong(-1);
		BackgroundEventWorker worker = this.workers.define("event")
			.event()
			.executor((context) -> seen.set(state[0]))
			.register();
		for (long version = 1; version <= 20_000; version++) {
			state[0] = version;
			assertThat(worker.trigger().isAccepted()).isTrue();
			if (version % 100 == 0) {
				long wanted = version;
				await().pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofNanos(10_000))
					.until(() -> seen.get() == wanted);
			}
		}
		await().until(() -> seen.get() == 20_000);
	}

	private static void inParallel(int seed, Step step) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			List<Future<?>> results = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Random random = new Random(seed * 31L + i);
				results.add(threads.submit((Callable<Void>) () -> {
					for (int round = 0; round < 2_000; round++) {
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

}
