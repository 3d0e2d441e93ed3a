package io.atasker.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The stack of idle threads: the last to come to rest is the first to go, so that those
 * that are not needed stay at the bottom and end. Counts the busy ones too. Not safe for
 * use by several threads: the lock of the {@link Carriers} guards it.
 */
final class IdleCarriers {

	/** How many are left for critical tasks. */
	static final int SPARE = 1;

	private final Deque<Carrier> stack = new ArrayDeque<>();

	private int total;

	private int kept = SPARE;

	int total() {
		return this.total;
	}

	void count(int difference) {
		this.total += difference;
	}

	/**
	 * Sets how many threads are never given up.
	 * @param kept the number, the spare one included
	 */
	void keep(int kept) {
		this.kept = kept;
	}

	boolean lacksSpare() {
		return this.stack.size() < SPARE;
	}

	void add(Carrier carrier, long now) {
		carrier.idleSince = now;
		this.stack.addLast(carrier);
	}

	/**
	 * Takes the one that came last.
	 * @param spareToo whether the spare one may be taken
	 * @return the thread, or {@code null}
	 */
	@Nullable Carrier take(boolean spareToo) {
		return (this.stack.size() > (spareToo ? 0 : SPARE)) ? this.stack.pollLast() : null;
	}

	/**
	 * Takes all and forgets the others.
	 * @return the idle ones
	 */
	List<Carrier> clear() {
		List<Carrier> all = new ArrayList<>(this.stack);
		this.stack.clear();
		this.total = 0;
		return all;
	}

	/**
	 * Returns whether there is one that ends if it stays idle.
	 * @return whether there are more than are kept
	 */
	boolean hasSurplus() {
		return this.stack.size() > SPARE && this.total > this.kept;
	}

	/**
	 * Returns since when the bottom one is idle.
	 * @return the time, when there is one
	 */
	long oldestSince() {
		return this.stack.getFirst().idleSince;
	}

	/**
	 * Takes those out that are not kept and came to rest before a time.
	 * @param time the time
	 * @return the threads that have to end
	 */
	List<Carrier> removeSurplus(long time) {
		List<Carrier> removed = new ArrayList<>();
		while (hasSurplus() && oldestSince() - time <= 0) {
			removed.add(this.stack.removeFirst());
			this.total--;
		}
		return removed;
	}

}
