package io.atasker.supervisor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Lets threads wait for a condition that others bring about, without a lock around the
 * condition. To say that something {@link #changed()} costs one volatile read while
 * nobody waits.
 */
final class Signal {

	/*
	 * A waiter counts itself before it looks at the condition, and one who changes
	 * something looks at that count afterwards; so one of them sees the other. The lock
	 * guards the turn number only: a waiter sleeps while it is the one that it had before
	 * it looked.
	 */
	private final AtomicInteger waiters = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition turned = this.lock.newCondition();

	@GuardedBy("lock")
	private long turn;

	/** Says that a condition may have become true. Never throws. */
	void changed() {
		boolean told = this.waiters.get() == 0;
		while (!told) {
			try {
				wake();
				told = true;
			}
			catch (OutOfMemoryError ex) {
				// A lock that is contended may want memory.
				Thread.yield();
			}
		}
	}

	private void wake() {
		this.lock.lock();
		try {
			this.turn++;
			this.turned.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for a condition and does not end when the thread is interrupted meanwhile.
	 * @param condition is asked now and after each change, without the lock
	 * @param nanos how long to wait at most
	 */
	void awaitUninterruptibly(BooleanSupplier condition, long nanos) {
		boolean interrupted = Thread.interrupted();
		long left = nanos;
		this.waiters.incrementAndGet();
		try {
			for (long seen = turn(); left > 0 && !condition.getAsBoolean(); seen = turn()) {
				try {
					left = awaitTurn(seen, left);
				}
				catch (InterruptedException ex) {
					interrupted = true;
				}
			}
		}
		finally {
			this.waiters.decrementAndGet();
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Waits for a condition.
	 * @param condition is asked now and after each change, without the lock
	 * @param timeout how long to wait at most
	 * @return whether it is true
	 * @throws InterruptedException if the thread is interrupted
	 */
	boolean await(BooleanSupplier condition, Duration timeout) throws InterruptedException {
		long left = Durations.nanos(timeout);
		this.waiters.incrementAndGet();
		try {
			for (long seen = turn(); !condition.getAsBoolean(); seen = turn()) {
				if (left <= 0) {
					return false;
				}
				left = awaitTurn(seen, left);
			}
			return true;
		}
		finally {
			this.waiters.decrementAndGet();
		}
	}

	private long turn() {
		this.lock.lock();
		try {
			return this.turn;
		}
		finally {
			this.lock.unlock();
		}
	}

	private long awaitTurn(long seen, long nanos) throws InterruptedException {
		long left = nanos;
		this.lock.lockInterruptibly();
		try {
			while (this.turn == seen && left > 0) {
				left = this.turned.awaitNanos(left);
			}
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

}
