package io.atasker.process;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The child processes of one pool: those that are idle, and those that somebody uses.
 * Some are kept warm beyond those in use, so that neither a newcomer nor the one after a
 * death waits for the start of a JVM. How many may be in use is not decided here.
 */
final class Children {

	private final ProcessOptions options;

	private final TimeSource time;

	private final Timers timers;

	private final ChildStarter starter;

	private final Timer retry = Timer.of(this::retry);

	/*
	 * A short lock guards the sets; processes are started and killed without it. Who has
	 * taken a child is the only one to use it.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final ChildTally tally = new ChildTally();

	@GuardedBy("lock")
	private final IdleChildren idle;

	@GuardedBy("lock")
	private final Set<Child> inUse = new LinkedHashSet<>();

	@GuardedBy("lock")
	private final PriorityQueue<ChildWaiter> waiting = new PriorityQueue<>();

	@GuardedBy("lock")
	private long arrivals;

	/** Written under the lock. */
	private volatile boolean open;

	@GuardedBy("lock")
	private final StartBudget budget = new StartBudget();

	Children(ProcessOptions options, TimeSource time, Timers timers, ChildSource source) {
		this.options = options;
		this.time = time;
		this.timers = timers;
		this.starter = new ChildStarter(source, () -> this.open, this::launched);
		this.idle = new IdleChildren(options, time, timers, Timer.of(this::trim), this.tally, this.starter::end);
	}

	void open() {
		int missing;
		this.lock.lock();
		try {
			this.open = true;
			this.budget.reset();
			missing = claimMissing();
		}
		finally {
			this.lock.unlock();
		}
		this.starter.start(missing);
	}

	/** Ends all children, used or not, or not even started. */
	void close() {
		List<Child> all;
		this.lock.lock();
		try {
			this.open = false;
			all = this.idle.removeAll();
			all.addAll(this.inUse);
			this.waiting.forEach(ChildWaiter::wake);
		}
		finally {
			this.lock.unlock();
		}
		this.timers.cancel(this.retry);
		this.starter.abandon();
		all.forEach(Child::kill);
	}

	/**
	 * Takes a child, as soon as there is one: the more urgent first, and first come first
	 * served among equals.
	 * @param urgency the greater the more urgent
	 * @return the child, to be given back
	 * @throws InterruptedException if the thread is interrupted while it waits
	 * @throws ProcessPoolUnavailableException if there will be none for now
	 */
	Child take(int urgency) throws InterruptedException {
		ChildWaiter waiter = null;
		Child child;
		int missing;
		this.lock.lockInterruptibly();
		try {
			requireAvailable();
			child = takeIdle();
			if (child == null) {
				waiter = new ChildWaiter(urgency, this.arrivals++, this.lock.newCondition());
				this.waiting.add(waiter);
			}
			missing = claimMissing();
		}
		finally {
			this.lock.unlock();
		}
		this.starter.start(missing);
		return (child != null) ? child : await(Objects.requireNonNull(waiter));
	}

	@GuardedBy("lock")
	private void requireAvailable() {
		if (!this.open) {
			throw new ProcessPoolUnavailableException("the process pool is closed", null);
		}
		if (!isServed()) {
			throw this.budget.exception(0);
		}
	}

	/** Who finds no child now gets one of those in use, when that comes back. */
	@GuardedBy("lock")
	private boolean isServed() {
		return !this.budget.isExhausted() || left() > 0;
	}

	@GuardedBy("lock")
	private int left() {
		return this.idle.size() + this.inUse.size();
	}

	@GuardedBy("lock")
	private @Nullable Child takeIdle() {
		Child child = this.idle.take();
		if (child != null) {
			this.inUse.add(child);
		}
		return child;
	}

	private Child await(ChildWaiter waiter) throws InterruptedException {
		this.lock.lock();
		try {
			return awaitLocked(waiter);
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private Child awaitLocked(ChildWaiter waiter) throws InterruptedException {
		try {
			while (waiter.child == null) {
				requireAvailable();
				waiter.await();
			}
			Child child = waiter.child;
			waiter.child = null;
			return child;
		}
		finally {
			leave(waiter);
		}
	}

	@GuardedBy("lock")
	private void leave(ChildWaiter waiter) {
		this.waiting.remove(waiter);
		Child unused = waiter.child;
		if (unused != null) {
			// It came together with an interrupt.
			this.inUse.remove(unused);
			offer(unused);
		}
	}

	/**
	 * Gives a child back, to others if it is fit for more, or to be killed.
	 * @param child the child
	 * @param end why nobody shall use it again, {@code null} if it may be used
	 * @param used whether it has had a run
	 */
	void giveBack(Child child, @Nullable ChildEnd end, boolean used) {
		boolean keep;
		int missing;
		this.lock.lock();
		try {
			ChildEnd reason = (end != null) ? end : child.unfit();
			this.inUse.remove(child);
			if (used) {
				this.tally.run();
			}
			keep = this.open && reason == null;
			if (keep) {
				offer(child);
			}
			else {
				this.tally.ended((this.open && reason != null) ? reason : ChildEnd.CLOSED);
				tellUnserved();
			}
			missing = claimMissing();
		}
		finally {
			this.lock.unlock();
		}
		this.starter.start(missing);
		if (!keep) {
			child.kill();
		}
	}

	/** There is nothing to wait for any more. */
	@GuardedBy("lock")
	private void tellUnserved() {
		if (!isServed()) {
			this.waiting.forEach(ChildWaiter::wake);
		}
	}

	/**
	 * Hands a child to who waits for it, or puts it among the idle ones, if any may be.
	 */
	@GuardedBy("lock")
	private void offer(Child child) {
		if (!this.open) {
			this.tally.ended(ChildEnd.CLOSED);
			return;
		}
		ChildWaiter waiter = this.waiting.poll();
		if (waiter != null) {
			this.inUse.add(child);
			waiter.give(child);
			return;
		}
		this.idle.add(child);
	}

	/** Returns how many to start now, and counts them as started. */
	@GuardedBy("lock")
	private int claimMissing() {
		return this.open ? this.budget.claim(this.waiting.size() + this.options.spares() - this.idle.size()) : 0;
	}

	private void launched(@Nullable Child child, @Nullable Throwable failure) {
		boolean wanted;
		int missing;
		this.lock.lock();
		try {
			wanted = this.open;
			if (child != null) {
				arrived(child);
			}
			else {
				failed(failure);
			}
			missing = claimMissing();
		}
		finally {
			this.lock.unlock();
		}
		if (child != null && wanted) {
			child.whenExited(() -> exited(child));
		}
		else if (child != null) {
			child.kill();
		}
		this.starter.start(missing);
	}

	@GuardedBy("lock")
	private void arrived(Child child) {
		this.budget.arrived();
		this.tally.spawned();
		offer(child);
	}

	/**
	 * A process has ended. Who uses it notices that; an idle one is forgotten here, and
	 * replaced when the next is taken: not at once, lest one that always dies is started
	 * again and again.
	 */
	private void exited(Child child) {
		this.lock.lock();
		try {
			this.idle.exited(child);
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private void failed(@Nullable Throwable failure) {
		if (!this.open || failure instanceof ChildSource.AbandonedException) {
			this.budget.abandoned();
			return;
		}
		this.tally.failedStart();
		long pause = this.budget.failed(failure);
		if (pause > 0) {
			this.timers.schedule(this.retry, this.time.nanoTime() + pause);
			tellUnserved();
		}
	}

	/** One attempt, whether somebody waits or not. */
	private void retry() {
		this.lock.lock();
		try {
			if (!this.open || !this.budget.claimRetry()) {
				return;
			}
		}
		finally {
			this.lock.unlock();
		}
		this.starter.start(1);
	}

	private void trim() {
		List<Child> surplus;
		this.lock.lock();
		try {
			surplus = this.idle.removeSurplus();
		}
		finally {
			this.lock.unlock();
		}
		surplus.forEach(this.starter::end);
	}

	/** Returns those in use, then those that are idle. */
	List<Child> all() {
		this.lock.lock();
		try {
			List<Child> all = new ArrayList<>(this.inUse);
			all.addAll(this.idle.all());
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	ProcessStatistics statistics() {
		this.lock.lock();
		try {
			return this.tally.statistics(this.inUse.size(), this.idle.size(), this.budget.starting());
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns why children cannot be started at present, {@code null} if they can. */
	@Nullable String problem() {
		this.lock.lock();
		try {
			return (this.open && this.budget.isExhausted()) ? this.budget.exception(left()).getMessage() : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isServing() {
		this.lock.lock();
		try {
			return this.open && isServed();
		}
		finally {
			this.lock.unlock();
		}
	}

}
