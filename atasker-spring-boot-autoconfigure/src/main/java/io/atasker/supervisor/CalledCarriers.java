package io.atasker.supervisor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The threads that were handed a critical task and are not awake yet, oldest first. Only
 * a help for who could begin the task earlier: without memory for it, or for the lock
 * where that is contended, nobody does, and nothing is thrown.
 */
final class CalledCarriers {

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Deque<Carrier> called = new ArrayDeque<>();

	/** Written under the lock. */
	private volatile boolean any;

	boolean isAny() {
		return this.any;
	}

	void add(Carrier carrier) {
		try {
			change(carrier, true);
		}
		catch (OutOfMemoryError ex) {
			// It is not overtaken.
		}
	}

	void remove(Carrier carrier) {
		try {
			change(carrier, false);
		}
		catch (OutOfMemoryError ex) {
			// Whoever overtakes it finds that it has begun.
		}
	}

	private void change(Carrier carrier, boolean add) {
		this.lock.lock();
		try {
			if (add) {
				this.called.addLast(carrier);
			}
			else {
				this.called.remove(carrier);
			}
			this.any = !this.called.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Nullable Carrier poll() {
		try {
			return first();
		}
		catch (OutOfMemoryError ex) {
			return null;
		}
	}

	private @Nullable Carrier first() {
		this.lock.lock();
		try {
			Carrier first = this.called.pollFirst();
			this.any = !this.called.isEmpty();
			return first;
		}
		finally {
			this.lock.unlock();
		}
	}

}
