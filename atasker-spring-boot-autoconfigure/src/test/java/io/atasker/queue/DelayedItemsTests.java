package io.atasker.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.atasker.time.ManualTime;
import io.atasker.time.Timers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link DelayedItems}.
 */
class DelayedItemsTests {

	private final ManualTime time = new ManualTime();

	private final Timers timers = this.time.openTimers(Thread::new);

	private final List<Object> arrived = new ArrayList<>();

	private final DelayedItems<Object> items = new DelayedItems<>(this.time, this.timers, this.arrived::add);

	@Test
	void itemArrivesWhenItIsDueAndNotBefore() {
		this.items.add("a", Duration.ofSeconds(5));
		this.time.advance(Duration.ofMillis(4999));
		assertThat(this.arrived).isEmpty();
		assertThat(this.items.size()).isOne();
		this.time.advance(Duration.ofMillis(1));
		assertThat(this.arrived).containsExactly("a");
		assertThat(this.items.size()).isZero();
		assertThat(this.time.armed()).isZero();
	}

	@Test
	void itemsArriveInTheOrderOfTheirTimesAndOfArrivalAmongEquals() {
		this.items.add("c", Duration.ofSeconds(3));
		this.items.add("a", Duration.ofSeconds(1));
		this.items.add("b", Duration.ofSeconds(1));
		this.items.add("d", Duration.ofSeconds(4));
		assertThat(this.items.list()).containsExactly("a", "b", "c", "d");
		this.time.advance(Duration.ofSeconds(3));
		assertThat(this.arrived).containsExactly("a", "b", "c");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.arrived).endsWith("d");
	}

	@Test
	void oneTimerIsArmedForAll() {
		for (int i = 0; i < 100; i++) {
			this.items.add(i, Duration.ofSeconds(100 - i));
		}
		assertThat(this.time.armed()).isOne();
	}

	@Test
	void nextDueIsThatOfTheFirst() {
		assertThat(this.items.nextDue()).isEmpty();
		long now = this.time.nanoTime();
		this.items.add("b", now + 7);
		this.items.add("a", now + 5);
		assertThat(this.items.nextDue()).hasValue(now + 5);
	}

	@Test
	void itemWithoutDelayIsNotHandedOverByTheCaller() {
		this.items.add("a", Duration.ZERO);
		this.items.add("b", Duration.ofSeconds(-1));
		assertThat(this.arrived).isEmpty();
		this.time.advance(Duration.ZERO);
		assertThat(this.arrived).containsExactly("a", "b");
	}

	@Test
	void longestDelayDoesNotOverflow() {
		this.items.add("late", Duration.ofSeconds(Long.MAX_VALUE));
		this.items.add("soon", Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.arrived).containsExactly("soon");
	}

	@Test
	void drainTakesAllAndNothingArrivesAfterwards() {
		this.items.add("b", Duration.ofSeconds(2));
		this.items.add("a", Duration.ofSeconds(1));
		assertThat(this.items.drain()).containsExactly("a", "b");
		assertThat(this.items.size()).isZero();
		assertThat(this.items.nextDue()).isEmpty();
		assertThat(this.time.armed()).isZero();
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.arrived).isEmpty();
	}

	@Test
	void itemOnItsWayStillCounts() {
		List<Integer> sizes = new ArrayList<>();
		List<DelayedItems<String>> holder = new ArrayList<>();
		DelayedItems<String> delayed = new DelayedItems<>(this.time, this.timers, (item) -> {
			sizes.add(holder.get(0).size());
			assertThat(holder.get(0).list()).doesNotContain(item);
		});
		holder.add(delayed);
		delayed.add("a", Duration.ofSeconds(1));
		delayed.add("b", Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(sizes).containsExactly(2, 1);
		assertThat(delayed.size()).isZero();
	}

	@Test
	void itemThatIsNotTakenComesAgainInASecond() {
		List<String> tries = new ArrayList<>();
		DelayedItems<String> delayed = new DelayedItems<>(this.time, this.timers, (item) -> {
			tries.add(item);
			if (tries.size() == 1) {
				throw new IllegalStateException("no");
			}
		});
		delayed.add("a", Duration.ofSeconds(1));
		delayed.add("b", Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(tries).containsExactly("a", "b");
		assertThat(delayed.size()).isOne();
		this.time.advance(Duration.ofSeconds(1));
		assertThat(tries).containsExactly("a", "b", "a");
		assertThat(delayed.size()).isZero();
	}

	@Test
	void errorDoesNotKeepTheOthersThatAreDue() {
		List<String> tries = new ArrayList<>();
		DelayedItems<String> delayed = new DelayedItems<>(this.time, this.timers, (item) -> {
			tries.add(item);
			if (tries.size() == 1) {
				throw new StackOverflowError("synthetic");
			}
		});
		delayed.add("a", Duration.ofSeconds(1));
		delayed.add("b", Duration.ofSeconds(1));
		delayed.add("c", Duration.ofSeconds(3));
		this.time.advance(Duration.ofSeconds(1));
		assertThat(tries).containsExactly("a", "b");
		this.time.advance(Duration.ofSeconds(2));
		assertThat(tries).containsExactly("a", "b", "a", "c");
		assertThat(delayed.size()).isZero();
	}

	@Test
	void callbackMayAddItems() {
		List<Integer> seen = new ArrayList<>();
		List<DelayedItems<Integer>> holder = new ArrayList<>();
		holder.add(new DelayedItems<>(this.time, this.timers, (item) -> {
			seen.add(item);
			if (item < 3) {
				holder.get(0).add(item + 1, Duration.ofSeconds(1));
			}
		}));
		holder.get(0).add(1, Duration.ofSeconds(1));
		this.time.advance(Duration.ofSeconds(3));
		assertThat(seen).containsExactly(1, 2, 3);
	}

	/** Threads arm ever earlier deadlines while time moves: none may be forgotten. */
	@Test
	void noItemIsForgottenWhenManyThreadsAdd() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(4);
		try {
			for (int round = 0; round < 200; round++) {
				List<Future<?>> adding = new ArrayList<>();
				for (int i = 0; i < 4; i++) {
					int first = i;
					adding.add(threads.submit(() -> {
						for (int delay = 20; delay > 0; delay--) {
							this.items.add(first, Duration.ofNanos(delay * 4 + first));
						}
					}));
				}
				for (Future<?> each : adding) {
					each.get();
				}
				this.time.advance(Duration.ofNanos(100));
				assertThat(this.items.size()).isZero();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.arrived).hasSize(200 * 80);
	}

	/** Time moves while others add and drain: each item arrives or is drained, once. */
	@Test
	void itemsArriveOrAreDrainedOnce() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(3);
		Queue<Object> drained = new ConcurrentLinkedQueue<>();
		int each = 5000;
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				int first = i * each;
				running.add(threads.submit(() -> {
					for (int item = first; item < first + each; item++) {
						this.items.add(item, Duration.ofNanos(item % 7));
					}
				}));
			}
			running.add(threads.submit(() -> {
				for (int i = 0; i < 1000; i++) {
					drained.addAll(this.items.drain());
				}
			}));
			while (!running.stream().allMatch(Future::isDone)) {
				this.time.advance(Duration.ofNanos(1));
			}
			for (Future<?> task : running) {
				task.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		this.time.advance(Duration.ofNanos(7));
		assertThat(this.items.size()).isZero();
		drained.addAll(this.arrived);
		assertThat(drained).hasSize(2 * each).doesNotHaveDuplicates();
	}

}
