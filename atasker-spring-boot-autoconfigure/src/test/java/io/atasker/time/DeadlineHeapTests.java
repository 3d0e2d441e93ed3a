package io.atasker.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class DeadlineHeapTests {

	private final DeadlineHeap heap = new DeadlineHeap();

	@Test
	void earliestDeadlineComesFirst() {
		Timer late = put(30);
		Timer early = put(10);
		Timer middle = put(20);
		assertThat(drain()).containsExactly(early, middle, late);
	}

	@Test
	void equalDeadlinesKeepTheirOrder() {
		List<Timer> timers = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			timers.add(put(7));
		}
		assertThat(drain()).containsExactlyElementsOf(timers);
	}

	@Test
	void deadlinesAreComparedAcrossTheOverflowOfTheClock() {
		Timer after = put(Long.MIN_VALUE + 5);
		Timer before = put(Long.MAX_VALUE - 5);
		assertThat(drain()).containsExactly(before, after);
	}

	@Test
	void timerThatIsPutTwiceIsMoved() {
		Timer first = put(10);
		Timer second = put(20);
		this.heap.put(first, 30);
		assertThat(drain()).containsExactly(second, first);
	}

	@Test
	void clearedTimersCanBePutAgain() {
		Timer timer = put(10);
		this.heap.clear();
		assertThat(this.heap.peek()).isNull();
		assertThat(this.heap.remove(timer)).isFalse();
		this.heap.put(timer, 5);
		assertThat(drain()).containsExactly(timer);
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8 })
	void behavesAsASortedListDoes(long seed) {
		Random random = new Random(seed);
		List<Timer> timers = new ArrayList<>();
		for (int i = 0; i < 60; i++) {
			timers.add(Timer.of(() -> {
			}));
		}
		List<Timer> model = new ArrayList<>();
		for (int step = 0; step < 20_000; step++) {
			Timer timer = timers.get(random.nextInt(timers.size()));
			switch (random.nextInt(4)) {
				case 0, 1 -> {
					this.heap.put(timer, random.nextInt(50));
					model.remove(timer);
					insert(model, timer);
				}
				case 2 -> assertThat(this.heap.remove(timer)).isEqualTo(model.remove(timer));
				default -> assertThat(poll()).isSameAs(model.isEmpty() ? null : model.remove(0));
			}
			assertThat(this.heap.size()).isEqualTo(model.size());
		}
		assertThat(drain()).containsExactlyElementsOf(model);
	}

	private static void insert(List<Timer> model, Timer timer) {
		int place = 0;
		while (place < model.size() && model.get(place).deadline <= timer.deadline) {
			place++;
		}
		model.add(place, timer);
	}

	private Timer put(long deadline) {
		Timer timer = Timer.of(() -> {
		});
		this.heap.put(timer, deadline);
		return timer;
	}

	private Timer poll() {
		Timer head = this.heap.peek();
		if (head != null) {
			this.heap.remove(head);
		}
		return head;
	}

	private List<Timer> drain() {
		List<Timer> drained = new ArrayList<>();
		for (Timer timer = poll(); timer != null; timer = poll()) {
			drained.add(timer);
		}
		return drained;
	}

}
