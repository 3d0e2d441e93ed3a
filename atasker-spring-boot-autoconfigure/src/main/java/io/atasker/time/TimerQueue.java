package io.atasker.time;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers on one daemon thread, which is made when the first timer is armed and is parked
 * until the earliest deadline. It is woken only by a timer that is due before that.
 */
final class TimerQueue implements Timers, Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Timers.class);

	/**
	 * No deadline is further away than this, 146 years, so that any two of them can be
	 * compared by their difference.
	 */
	private static final long FURTHEST = Long.MAX_VALUE / 2;

	private final TimeSource time;

	private final ThreadFactory threads;

	/*
	 * The lock guards the heap, the fields of the timers in it and what follows. The
	 * thread decides under it what to do, then fires or parks without it. It sets
	 * "parked" before it lets go of the lock, and an unpark that comes before the park is
	 * kept by the thread, so that no wake-up is lost.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final DeadlineHeap heap = new DeadlineHeap();

	@GuardedBy("lock")
	private @Nullable Thread thread;

	@GuardedBy("lock")
	private boolean starting;

	@GuardedBy("lock")
	private boolean parked;

	@GuardedBy("lock")
	private boolean suspended;

	@GuardedBy("lock")
	private boolean closed;

	TimerQueue(TimeSource time, ThreadFactory threads) {
		this.time = time;
		this.threads = threads;
	}

	@Override
	public void schedule(Timer timer, long deadline) {
		long now = this.time.nanoTime();
		long reachable = (deadline - now > FURTHEST) ? now + FURTHEST : deadline;
		boolean start = false;
		Thread sleeper = null;
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.heap.put(timer, reachable);
			if (this.thread == null) {
				start = claimStart();
			}
			else if (this.parked && this.heap.peek() == timer) {
				this.parked = false;
				sleeper = this.thread;
			}
		}
		finally {
			this.lock.unlock();
		}
		LockSupport.unpark(sleeper);
		if (start) {
			startThread();
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

	/** Whether the caller is to make the thread. */
	@GuardedBy("lock")
	private boolean claimStart() {
		if (this.starting || this.suspended || this.heap.peek() == null) {
			return false;
		}
		this.starting = true;
		return true;
	}

	@Override
	public void suspend() {
		Thread sleeper;
		this.lock.lock();
		try {
			this.suspended = true;
			sleeper = this.thread;
		}
		finally {
			this.lock.unlock();
		}
		LockSupport.unpark(sleeper);
	}

	@Override
	public void resume() {
		boolean start;
		this.lock.lock();
		try {
			this.suspended = false;
			// A thread that has not seen the suspension yet simply goes on.
			start = !this.closed && this.thread == null && claimStart();
		}
		finally {
			this.lock.unlock();
		}
		if (start) {
			startThread();
		}
	}

	@Override
	public void close() {
		Thread sleeper;
		this.lock.lock();
		try {
			this.closed = true;
			this.heap.clear();
			sleeper = this.thread;
		}
		finally {
			this.lock.unlock();
		}
		LockSupport.unpark(sleeper);
	}

	/** If it fails the timers stay armed, and the next one that is armed tries again. */
	private void startThread() {
		boolean started = false;
		try {
			Thread thread = this.threads.newThread(this);
			if (thread != null) {
				thread.setDaemon(true);
				thread.start();
				started = true;
				return;
			}
			logger.error("no thread for timers was made; trying again with the next timer");
		}
		catch (Throwable ex) {
			try {
				logger.error("cannot start the thread for timers; trying again with the next timer", ex);
			}
			catch (OutOfMemoryError again) {
				// there is nothing left to say it with
			}
		}
		finally {
			if (!started) {
				notStarted();
			}
		}
	}

	private void notStarted() {
		this.lock.lock();
		try {
			this.starting = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The thread says itself that it is there, so that it can say that it is gone. */
	private void begun() {
		this.lock.lock();
		try {
			this.starting = false;
			this.thread = Thread.currentThread();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Without memory for a moment, such as for a lock that is contended, it goes on. */
	@Override
	public void run() {
		boolean done = false;
		while (!done) {
			try {
				work();
				done = true;
			}
			catch (OutOfMemoryError ex) {
				Thread.yield();
			}
		}
	}

	private void work() {
		begun();
		Burst burst = new Burst();
		while (true) {
			long now = this.time.nanoTime();
			Timer due;
			long pause;
			this.lock.lock();
			try {
				if (this.closed || this.suspended) {
					this.thread = null;
					return;
				}
				due = takeDue(now);
				pause = (due == null) ? pause(now) : 0;
				this.parked = due == null;
			}
			finally {
				this.lock.unlock();
			}
			if (due != null) {
				burst.fire(due);
			}
			else {
				burst.end();
				park(pause);
			}
		}
	}

	@GuardedBy("lock")
	private @Nullable Timer takeDue(long now) {
		Timer head = this.heap.peek();
		if (head == null || head.deadline - now > 0) {
			return null;
		}
		this.heap.remove(head);
		return head;
	}

	@GuardedBy("lock")
	private long pause(long now) {
		Timer head = this.heap.peek();
		return (head != null) ? head.deadline - now : Long.MAX_VALUE;
	}

	private void park(long nanos) {
		if (nanos == Long.MAX_VALUE) {
			LockSupport.park(this);
		}
		else {
			LockSupport.parkNanos(this, nanos);
		}
		// an interrupt of no meaning would keep the thread from parking ever again
		Thread.interrupted();
	}

	/**
	 * The timers that fire between two pauses of the thread. The first failure is logged,
	 * the others are counted.
	 */
	private static final class Burst {

		private int failures;

		void fire(Timer timer) {
			try {
				timer.fire();
			}
			catch (Throwable ex) {
				if (this.failures++ == 0) {
					log(() -> logger.error("timer failed; the others go on", ex));
				}
			}
		}

		void end() {
			int more = this.failures - 1;
			this.failures = 0;
			if (more > 0) {
				log(() -> logger.error("{} more timers failed in the same burst", more));
			}
		}

		/** What the log or a hostile exception throws must not end the thread. */
		private static void log(Runnable message) {
			try {
				message.run();
			}
			catch (Throwable ex) {
				// there is nowhere left to say it
			}
		}

	}

}
