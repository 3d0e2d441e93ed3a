package io.atasker.worker;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Where producers wait for room in a full queue. Costs the consumer one volatile read per
 * item while nobody waits.
 */
final class RoomForItems {

	/**
	 * The consumer reads {@link #waiting} without a fence after it has taken an item. One
	 * that took before it could see that somebody waits is caught by looking once more
	 * after a time in which every write has become visible.
	 */
	private static final long VISIBLE_AFTER = 1_000_000;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition taken = this.lock.newCondition();

	/** How many wait; written under the lock. */
	private volatile int waiting;

	/**
	 * Tries until it succeeds or the time is over.
	 * @param attempt tries once
	 * @param nanos how long to wait at most
	 * @return whether it succeeded
	 * @throws InterruptedException if interrupted
	 */
	boolean await(BooleanSupplier attempt, long nanos) throws InterruptedException {
		arrive(1);
		try {
			return look(attempt, nanos);
		}
		finally {
			arrive(-1);
		}
	}

	private boolean look(BooleanSupplier attempt, long nanos) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			long left = nanos;
			long longest = VISIBLE_AFTER;
			while (!attempt.getAsBoolean()) {
				if (left <= 0) {
					return false;
				}
				long waited = Math.min(left, longest);
				left -= waited - this.taken.awaitNanos(waited);
				longest = Long.MAX_VALUE;
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate")
	private void arrive(int change) {
		this.lock.lock();
		try {
			this.waiting += change;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** There may be room for several items. */
	void signalAll() {
		this.lock.lock();
		try {
			this.taken.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** An item was taken. */
	void signal() {
		if (this.waiting > 0) {
			this.lock.lock();
			try {
				this.taken.signal();
			}
			finally {
				this.lock.unlock();
			}
		}
	}

}
