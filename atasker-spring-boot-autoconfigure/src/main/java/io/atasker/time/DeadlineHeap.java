package io.atasker.time;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * A binary heap of timers, the earliest deadline on top, first in first out among equal
 * ones. Each timer knows its place, so that moving and removing it costs O(log n).
 * <p>
 * Not safe for use by several threads: the lock of the queue that owns it guards it and
 * the fields of the timers in it. Deadlines are compared by their difference, so that the
 * clock may overflow; all deadlines have to lie within 2<sup>63</sup> ns of each other.
 */
final class DeadlineHeap {

	private static final int FEWEST = 16;

	private @Nullable Timer[] timers = new @Nullable Timer[FEWEST];

	private int size;

	private long sequence;

	int size() {
		return this.size;
	}

	@Nullable Timer peek() {
		return this.timers[0];
	}

	/**
	 * Puts a timer in, or moves it when it is in already.
	 * @param timer the timer
	 * @param deadline its deadline
	 */
	void put(Timer timer, long deadline) {
		boolean inside = timer.index >= 0;
		timer.deadline = deadline;
		timer.sequence = this.sequence++;
		if (inside) {
			settle(timer);
			return;
		}
		if (this.size == this.timers.length) {
			this.timers = Arrays.copyOf(this.timers, this.size * 2);
		}
		place(timer, this.size++);
		rise(timer);
	}

	/**
	 * Takes a timer out.
	 * @param timer the timer
	 * @return whether it was in
	 */
	boolean remove(Timer timer) {
		int index = timer.index;
		if (index < 0) {
			return false;
		}
		Timer last = at(--this.size);
		this.timers[this.size] = null;
		timer.index = -1;
		if (last != timer) {
			place(last, index);
			settle(last);
		}
		shrink();
		return true;
	}

	void clear() {
		for (int i = 0; i < this.size; i++) {
			at(i).index = -1;
		}
		this.timers = new @Nullable Timer[FEWEST];
		this.size = 0;
	}

	private void settle(Timer timer) {
		int before = timer.index;
		rise(timer);
		if (timer.index == before) {
			sink(timer);
		}
	}

	private void rise(Timer timer) {
		int index = timer.index;
		while (index > 0) {
			Timer parent = at((index - 1) >>> 1);
			if (!isBefore(timer, parent)) {
				break;
			}
			int up = parent.index;
			place(parent, index);
			index = up;
		}
		place(timer, index);
	}

	private void sink(Timer timer) {
		int index = timer.index;
		for (int down = 2 * index + 1; down < this.size; down = 2 * index + 1) {
			Timer child = at(down);
			if (down + 1 < this.size && isBefore(at(down + 1), child)) {
				child = at(down + 1);
			}
			if (!isBefore(child, timer)) {
				break;
			}
			int next = child.index;
			place(child, index);
			index = next;
		}
		place(timer, index);
	}

	private void place(Timer timer, int index) {
		this.timers[index] = timer;
		timer.index = index;
	}

	private Timer at(int index) {
		Timer timer = this.timers[index];
		if (timer == null) {
			throw new IllegalStateException("no timer at " + index);
		}
		return timer;
	}

	/** A burst of timers must not hold its memory for ever. */
	private void shrink() {
		if (this.timers.length > 64 * FEWEST && this.size < this.timers.length / 8) {
			try {
				this.timers = Arrays.copyOf(this.timers, this.timers.length / 4);
			}
			catch (OutOfMemoryError ex) {
				// It stays as it is: what was taken out must reach who has asked for it.
			}
		}
	}

	private static boolean isBefore(Timer timer, Timer other) {
		long difference = timer.deadline - other.deadline;
		return (difference != 0) ? difference < 0 : timer.sequence - other.sequence < 0;
	}

}
