package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.atasker.queue.QueueFullException;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Each item is in one place, whatever becomes of its executions, and a queue never holds
 * more than it may.
 */
@ExtendWith(LeakGuard.class)
class QueueAccountingTests {

	private static final RetryPolicy TWICE = new RetryPolicy(2, Duration.ofMillis(1), 1, Duration.ofMillis(1),
			Duration.ZERO, List.of(), List.of());

	private final Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(4, 2, 2)).build();

	private final Workers workers = Workers.of(this.supervisor);

	private final Set<Integer> succeeded = ConcurrentHashMap.newKeySet();

	private final AtomicInteger doubles = new AtomicInteger();

	private final AtomicInteger accepted = new AtomicInteger();

	private final AtomicInteger next = new AtomicInteger();

	@AfterEach
	void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@CsvSource({ "1, THREAD, 1", "2, THREAD, 3", "3, THREAD, 3", "4, LOOP, 1", "5, LOOP, 3", "6, LOOP, 3" })
	void countsAddUpOverRandomSchedules(int seed, ExecutorKind kind, int concurrency) throws Exception {
		this.supervisor.start();
		Set<Integer> released = ConcurrentHashMap.newKeySet();
		BackgroundQueueWorker<Integer> worker = this.workers.define("items")
			.queue(Integer.class)
			.concurrency(concurrency)
			.capacity(50)
			.timeout(Duration.ofMillis(8))
			.stopTimeout(Duration.ofMillis(12))
			.retry(TWICE)
			.onError((failure) -> {
			})
			.onResult((result, item, context) -> {
				if (!this.succeeded.add((Integer) item)) {
					this.doubles.incrementAndGet();
				}
				return null;
			})
			.executor(kind, (put, context) -> {
				int item = (Integer) Objects.requireNonNull(put);
				if (item % 7 == 0 && context.attempt() < 3) {
					throw new IllegalStateException("again");
				}
				if (item % 11 == 0 && released.add(item)) {
					context.release();
					return (kind == ExecutorKind.LOOP) ? CompletableFuture.completedFuture(null) : null;
				}
				boolean late = item % 13 == 0;
				if (kind == ExecutorKind.LOOP) {
					return late ? new CompletableFuture<>()
							: new CompletableFuture<>().completeOnTimeout(1, item % 3, TimeUnit.MILLISECONDS);
				}
				if (late) {
					new CountDownLatch(1).await();
				}
				return null;
			})
			.register();
		inParallel(4, 300, (thread, round) -> step(worker, new Random(seed * 1_000L + thread * 100_000L + round)));
		worker.start();
		await().until(() -> worker.size() == 0 && worker.snapshot().executions().running() == 0 && sum(worker) > 0
				&& sum(worker) == this.accepted.get()
				&& worker.deadLetters().size() >= worker.snapshot().executions().failed());
		WorkerSnapshot.Counts counts = worker.snapshot().executions();
		assertThat(this.succeeded).hasSize((int) counts.succeeded());
		assertThat(this.doubles).hasValue(0);
		assertThat((long) worker.deadLetters().size()).isEqualTo(counts.failed());
		assertThat(worker.deadLetters().list(10_000)).noneMatch((letter) -> this.succeeded.contains(letter.item()));
		assertThat(counts.succeeded()).isPositive();
		assertThat(counts.failed()).isPositive();
	}

	private void step(BackgroundQueueWorker<Integer> worker, Random random) {
		switch (random.nextInt(24)) {
			case 0 -> worker.stopAsync();
			case 1 -> worker.restart();
			case 2 -> worker.cancel("test");
			case 3 -> this.supervisor.resize(new PoolLimits(1 + random.nextInt(5), 1, 1));
			case 4, 5 -> worker.start();
			case 6 -> {
				try {
					worker.put(item(), PutOptions.delayed(Duration.ofMillis(1)));
					this.accepted.incrementAndGet();
				}
				catch (QueueFullException ex) {
					worker.start();
				}
			}
			default -> {
				if (worker.offer(item())) {
					this.accepted.incrementAndGet();
				}
			}
		}
		if (random.nextInt(8) == 0) {
			Thread.yield();
		}
	}

	private int item() {
		return this.next.incrementAndGet();
	}

	private static long sum(BackgroundWorker worker) {
		WorkerSnapshot.Counts counts = worker.snapshot().executions();
		return counts.succeeded() + counts.failed() + counts.cancelled() + counts.returned();
	}

	@Test
	void capacityIsExactForWaitingAndDelayedItemsTogether() throws Exception {
		for (int round = 0; round < 100; round++) {
			BackgroundQueueWorker<Integer> worker = this.workers.define("full-" + round)
				.queue(Integer.class)
				.capacity(12)
				.executor((item, context) -> {
				})
				.register();
			this.accepted.set(0);
			PutOptions later = PutOptions.delayed(Duration.ofHours(1));
			// Always at least 4 waiting, so that the queue has a place.
			IntStream.range(0, 4).forEach(worker::put);
			inParallel(4, 8, (thread, step) -> {
				if (thread % 2 == 0) {
					count(worker.offer(step));
				}
				else {
					try {
						worker.put(step, later);
						count(true);
					}
					catch (QueueFullException ex) {
						count(false);
					}
				}
			});
			assertThat(worker.size()).isEqualTo(12);
			assertThat(this.accepted).hasValue(8);
			worker.control()
				.change(new WorkerSettings(null, null, null, null, null, null, 14L, null), null, Initiator.APPLICATION);
			assertThat(worker.offer(1)).isTrue();
			assertThat(worker.offer(1)).isTrue();
			assertThat(worker.offer(1)).isFalse();
		}
	}

	private void count(boolean success) {
		if (success) {
			this.accepted.incrementAndGet();
		}
	}

	@Test
	void roomThatADelayedItemLeavesIsUsed() {
		try (Engine engine = new Engine()) {
			BackgroundQueueWorker<Integer> worker = engine.workers.define("items")
				.queue(Integer.class)
				.capacity(3)
				.executor((item, context) -> {
				})
				.register();
			worker.put(1, PutOptions.delayed(Duration.ofSeconds(1)));
			worker.put(2, PutOptions.delayed(Duration.ofSeconds(1)));
			assertThat(worker.offer(3)).isTrue();
			assertThat(worker.offer(4)).isFalse();
			engine.supervisor.start();
			engine.settle();
			assertThat(worker.offer(5)).isTrue();
			engine.advance(Duration.ofSeconds(1));
			assertThat(worker.size()).isZero();
			worker.stop();
			assertThat(worker.offer(6)).isTrue();
			assertThat(worker.offer(7)).isTrue();
			assertThat(worker.offer(8)).isTrue();
			assertThat(worker.offer(9)).isFalse();
		}
	}

	@Test
	void retriedAndReturnedItemsKeepTheirPriorityAndOthersDoNotGetIt() {
		List<String> order = new CopyOnWriteArrayList<>();
		Set<String> failed = ConcurrentHashMap.newKeySet();
		BackgroundQueueWorker<String> worker = this.workers.define("items")
			.queue(String.class)
			.queueType(PriorityQueue.class)
			.comparator((one, other) -> 0)
			.retry(new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO, Duration.ZERO, List.of(), List.of()))
			.onError((failure) -> {
			})
			.executor((item, context) -> {
				order.add(item);
				if (failed.add(item)) {
					throw new IllegalStateException("once");
				}
			})
			.register();
		worker.put("high", PutOptions.of(Priority.HIGH));
		worker.put("normal");
		worker.put("other");
		this.supervisor.start();
		await().until(() -> worker.snapshot().executions().succeeded() == 3);
		assertThat(order).containsExactly("high", "high", "normal", "other", "normal", "other");
	}

	@Test
	void itemThatIsGivenBackHasNoResultYet() {
		this.supervisor.start();
		List<Integer> results = new CopyOnWriteArrayList<>();
		BackgroundQueueWorker<Integer> worker = this.workers.define("items")
			.queue(Integer.class)
			.onResult((result, item, context) -> {
				results.add((Integer) result);
				return null;
			})
			.executor(ExecutorKind.THREAD, (item, context) -> {
				if (this.next.incrementAndGet() == 1) {
					context.release();
					return 1;
				}
				return 2;
			})
			.register();
		worker.put(1);
		await().until(() -> worker.snapshot().executions().succeeded() == 1);
		assertThat(results).containsExactly(2);
	}

	private static void inParallel(int count, int rounds, Step step) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			CyclicBarrier barrier = new CyclicBarrier(count);
			List<Future<Void>> results = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				int thread = i;
				results.add(threads.submit((Callable<Void>) () -> {
					barrier.await();
					for (int round = 0; round < rounds; round++) {
						step.run(thread, round);
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

		void run(int thread, int round) throws Exception;

	}

}
