package io.atasker.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every {@link ItemQueue} does under many threads.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ItemQueueContentionTests {

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@ParameterizedTest
	@EnumSource
	void itemsOf64ProducersArriveOnceAndInTheOrderOfEach(QueueKind kind) throws Exception {
		ItemQueue<Long> queue = kind.create(100);
		int producers = 64;
		int each = 1000;
		List<Future<Void>> running = new ArrayList<>();
		for (int i = 0; i < producers; i++) {
			running.add(produce(queue, i, each));
		}
		int[] next = new int[producers];
		for (int taken = 0; taken < producers * each;) {
			assertThat(queue.size()).isBetween(0L, 100L);
			Long item = queue.poll();
			if (item == null) {
				Thread.yield();
				continue;
			}
			taken++;
			int producer = (int) (item >> 32);
			assertThat(item.intValue()).isEqualTo(next[producer]++);
		}
		for (Future<Void> producer : running) {
			producer.get();
		}
		assertThat(queue.poll()).isNull();
		assertThat(queue.hasItems()).isFalse();
		assertThat(queue.accepted()).isEqualTo(producers * each);
	}

	@ParameterizedTest
	@EnumSource
	void racingProducersFillAQueueExactly(QueueKind kind) throws Exception {
		int producers = 4;
		for (int round = 0; round < 300; round++) {
			ItemQueue<Long> queue = kind.create(1 + round % 17);
			CyclicBarrier start = new CyclicBarrier(producers);
			List<Future<Integer>> running = new ArrayList<>();
			for (int i = 0; i < producers; i++) {
				running.add(this.threads.submit(() -> {
					start.await();
					int accepted = 0;
					while (queue.offer(1L)) {
						accepted++;
					}
					return accepted;
				}));
			}
			int accepted = 0;
			for (Future<Integer> producer : running) {
				accepted += producer.get();
			}
			assertThat(accepted).isEqualTo(1 + round % 17);
			assertThat(queue.size()).isEqualTo(accepted);
		}
	}

	/**
	 * The consumer takes, returns and changes its mind; no offer may use room that is
	 * gone.
	 */
	@ParameterizedTest
	@EnumSource
	void capacityHoldsWhileItemsComeBackAndCapacityChanges(QueueKind kind) throws Exception {
		ItemQueue<Long> queue = kind.create(8);
		AtomicBoolean ended = new AtomicBoolean();
		Callable<Long> insistent = () -> {
			long accepted = 0;
			while (!ended.get()) {
				accepted += queue.offer(1L) ? 1 : 0;
			}
			return accepted;
		};
		List<Future<Long>> producers = List.of(this.threads.submit(insistent), this.threads.submit(insistent));
		long taken = 0;
		for (int round = 0; round < 100_000; round++) {
			Long item = queue.poll();
			if (item == null) {
				continue;
			}
			taken++;
			// The producers may have filled the place; what comes back is one too many.
			assertThat(queue.size()).isLessThanOrEqualTo(8);
			if (round % 3 == 0) {
				queue.returnToHead(item);
				taken--;
				assertThat(queue.size()).isLessThanOrEqualTo(9);
				assertThat(queue.poll()).isSameAs(item);
				taken++;
			}
			if (round % 64 == 0) {
				queue.capacity(4);
				queue.capacity(8);
			}
		}
		ended.set(true);
		long accepted = producers.get(0).get() + producers.get(1).get();
		assertThat(queue.accepted()).isEqualTo(accepted);
		assertThat(queue.size()).isEqualTo(accepted - taken);
	}

	@ParameterizedTest
	@EnumSource
	void acceptedIsExactAndNeverFallsWhileItemsAreForced(QueueKind kind) throws Exception {
		ItemQueue<Long> queue = kind.create(1_000_000);
		Future<Void> offering = produce(queue, 0, 20_000);
		Future<Void> forcing = this.threads.submit(() -> {
			for (int i = 0; i < 20_000; i++) {
				queue.forced(-1L);
			}
			return null;
		});
		long before = 0;
		while (!offering.isDone() || !forcing.isDone()) {
			long accepted = queue.accepted();
			assertThat(accepted).isBetween(before, 20_000L);
			before = accepted;
		}
		offering.get();
		forcing.get();
		assertThat(queue.accepted()).isEqualTo(20_000);
		assertThat(queue.size()).isEqualTo(40_000);
	}

	/** A thread that sees itself refused must find the queue full, and nothing lost. */
	@ParameterizedTest
	@EnumSource
	void itemsAreNeverInvisibleOnceOffered(QueueKind kind) throws Exception {
		ItemQueue<Long> queue = kind.create(1);
		Future<Void> producer = produce(queue, 0, 50_000);
		for (int expected = 0; expected < 50_000;) {
			boolean hadItems = queue.hasItems();
			Long item = queue.poll();
			if (item != null) {
				assertThat(item.intValue()).isEqualTo(expected++);
			}
			else if (!hadItems) {
				Thread.yield();
			}
		}
		producer.get(60, TimeUnit.SECONDS);
		assertThat(queue.hasItems()).isFalse();
	}

	private Future<Void> produce(ItemQueue<Long> queue, long producer, int items) {
		return this.threads.submit(() -> {
			for (int i = 0; i < items; i++) {
				while (!queue.offer(producer << 32 | i)) {
					Thread.yield();
				}
			}
			return null;
		});
	}

}
