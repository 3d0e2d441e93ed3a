package io.atasker.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The children that nobody uses: the last to come to rest is the first to go. The lock of
 * the {@link Children} guards it.
 */
final class IdleChildren {

	private final Deque<Child> children = new ArrayDeque<>();

	private final ProcessOptions options;

	private final TimeSource time;

	private final Timers timers;

	private final Timer trim;

	private final ChildTally tally;

	private final Consumer<Child> ending;

	private boolean trimming;

	/**
	 * Makes an empty set.
	 * @param options how many may be idle for as long as they like, and for how long
	 * others
	 * @param time the clocks
	 * @param timers the timers
	 * @param trim is due when one is no longer needed
	 * @param tally counts those that have died
	 * @param ending ends what those that have died may have left behind, without waiting
	 */
	IdleChildren(ProcessOptions options, TimeSource time, Timers timers, Timer trim, ChildTally tally,
			Consumer<Child> ending) {
		this.options = options;
		this.time = time;
		this.timers = timers;
		this.trim = trim;
		this.tally = tally;
		this.ending = ending;
	}

	void add(Child child) {
		child.idleSince = this.time.nanoTime();
		this.children.addLast(child);
		if (!this.trimming) {
			scheduleTrim();
		}
	}

	/** Takes one that is alive, {@code null} if there is none. */
	@Nullable Child take() {
		Child child = this.children.pollLast();
		while (child != null && !child.isAlive()) {
			died(child);
			child = this.children.pollLast();
		}
		return child;
	}

	/** Forgets one that has ended by itself, if it is here. */
	void exited(Child child) {
		if (this.children.remove(child)) {
			died(child);
		}
	}

	private void died(Child child) {
		this.tally.ended(ChildEnd.DIED);
		// Without the lock.
		this.timers.schedule(Timer.of(() -> this.ending.accept(child)), this.time.nanoTime());
	}

	/** Removes those beyond the spares whose time is over. */
	List<Child> removeSurplus() {
		List<Child> removed = new ArrayList<>();
		long now = this.time.nanoTime();
		while (isSurplus() && firstEnd() - now <= 0) {
			removed.add(this.children.removeFirst());
			this.tally.ended(ChildEnd.SURPLUS);
		}
		scheduleTrim();
		return removed;
	}

	private void scheduleTrim() {
		this.trimming = isSurplus();
		if (this.trimming) {
			this.timers.schedule(this.trim, firstEnd());
		}
	}

	private boolean isSurplus() {
		return this.children.size() > this.options.spares();
	}

	private long firstEnd() {
		return this.children.getFirst().idleSince + this.options.idleTimeout().toNanos();
	}

	/** Removes all, since the pool is closed. */
	List<Child> removeAll() {
		List<Child> removed = all();
		this.children.clear();
		removed.forEach((child) -> this.tally.ended(ChildEnd.CLOSED));
		this.timers.cancel(this.trim);
		this.trimming = false;
		return removed;
	}

	int size() {
		return this.children.size();
	}

	List<Child> all() {
		return new ArrayList<>(this.children);
	}

}
