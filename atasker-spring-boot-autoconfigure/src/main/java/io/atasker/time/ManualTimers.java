package io.atasker.time;

import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * Timers that fire when they are told to: the bridge between {@link ManualTime} and the
 * heap that the real timers use.
 */
final class ManualTimers implements Timers {

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final DeadlineHeap heap = new DeadlineHeap();

	@GuardedBy("lock")
	private boolean closed;

	@GuardedBy("lock")
	private boolean suspended;

	@Override
	public void schedule(Timer timer, long deadline) {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.heap.put(timer, deadline);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean cancel(Timer timer) {
		this.lock.lock();
		try {
			return !this.closed && this.heap.remove(timer);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void suspend() {
		suspended(true);
	}

	@Override
	public void resume() {
		suspended(false);
	}

	private void suspended(boolean suspended) {
		this.lock.lock();
		try {
			this.suspended = suspended;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.heap.clear();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns the earliest deadline.
	 * @return the deadline, or {@code null} if nothing is armed
	 */
	@Nullable Long nextDeadline() {
		this.lock.lock();
		try {
			Timer head = this.heap.peek();
			return (head != null && !this.suspended) ? head.deadline : null;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Fires the first timer if it is due.
	 * @param now the time
	 * @return whether one was due
	 */
	boolean fireDue(long now) {
		Timer head;
		this.lock.lock();
		try {
			head = this.heap.peek();
			if (head == null || this.suspended || head.deadline - now > 0) {
				return false;
			}
			this.heap.remove(head);
		}
		finally {
			this.lock.unlock();
		}
		head.fire();
		return true;
	}

	/**
	 * Returns how many timers are armed.
	 * @return the number
	 */
	int size() {
		this.lock.lock();
		try {
			return this.heap.size();
		}
		finally {
			this.lock.unlock();
		}
	}

}
