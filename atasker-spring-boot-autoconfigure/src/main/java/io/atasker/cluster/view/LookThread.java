package io.atasker.cluster.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.ClusterUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that talks to the database: it writes what is to be written and looks
 * what there is, at each interval and when somebody asks. Whoever asks waits for a while,
 * but the thread alone can be held up by the database.
 */
final class LookThread {

	/** How long closing waits for the last look. */
	private static final long LONGEST_CLOSE = 2_000;

	private final long interval;

	private final Runnable look;

	private final Runnable leave;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	@GuardedBy("lock")
	private final Queue<PendingWrite> writes = new ArrayDeque<>();

	@GuardedBy("lock")
	private @Nullable Thread thread;

	/** Somebody asks for a look before it is due. */
	@GuardedBy("lock")
	private boolean wanted;

	@GuardedBy("lock")
	private boolean closed;

	/** How many looks have ended, those that failed included. */
	@GuardedBy("lock")
	private long looks;

	/**
	 * Makes it.
	 * @param interval from the end of a look to the next
	 * @param look looks, and throws nothing
	 * @param leave is done at the end, and throws nothing
	 */
	LookThread(Duration interval, Runnable look, Runnable leave) {
		this.interval = interval.toNanos();
		this.look = look;
		this.leave = leave;
	}

	/**
	 * Starts, unless it has.
	 * @return whether this call did it
	 */
	boolean start() {
		this.lock.lock();
		try {
			if (this.thread != null) {
				return false;
			}
			this.closed = false;
			this.looks = 0;
			Thread started = new Thread(this::live, "atasker-cluster");
			started.setDaemon(true);
			this.thread = started;
			started.start();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void live() {
		try {
			while (awaitWork()) {
				for (PendingWrite write = nextWrite(); write != null; write = nextWrite()) {
					write.run();
				}
				this.look.run();
				looked();
			}
			this.leave.run();
		}
		finally {
			ended();
		}
	}

	/** Returns whether to look, {@code false} if it is over. */
	private boolean awaitWork() {
		this.lock.lock();
		try {
			long left = (this.looks > 0) ? this.interval : 0;
			while (!this.closed && !this.wanted && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			this.wanted = false;
			return !this.closed;
		}
		catch (InterruptedException ex) {
			// Nobody has a reason to.
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable PendingWrite nextWrite() {
		this.lock.lock();
		try {
			PendingWrite write = this.writes.poll();
			if (write != null) {
				write.shownBy(this.looks + 1);
			}
			return write;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void looked() {
		this.lock.lock();
		try {
			this.looks++;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private void ended() {
		this.lock.lock();
		try {
			this.thread = null;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Has it look now. */
	void wake() {
		this.lock.lock();
		try {
			this.wanted = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Has it look now, and waits until a look has ended.
	 * @param millis for how long at most
	 */
	void awaitLook(long millis) {
		this.lock.lock();
		try {
			this.wanted = true;
			this.changed.signalAll();
			awaitLooks(this.looks + 1, millis);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Has it write and look.
	 * @param write what to write
	 * @throws ClusterUnavailableException if it does not run
	 */
	void submit(PendingWrite write) {
		this.lock.lock();
		try {
			if (this.thread == null || this.closed) {
				throw new ClusterUnavailableException(
						"this node does not take part in the cluster: it has not started yet, or has left", null);
			}
			this.writes.add(write);
			this.wanted = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits until there were so many looks.
	 * @param number how many
	 * @param millis for how long at most
	 */
	void awaitLooks(long number, long millis) {
		this.lock.lock();
		try {
			long left = TimeUnit.MILLISECONDS.toNanos(millis);
			while (this.looks < number && this.thread != null && left > 0) {
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Ends, and waits for that, but not for long. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
			long left = TimeUnit.MILLISECONDS.toNanos(LONGEST_CLOSE);
			while (this.thread != null && left > 0) {
				left = this.changed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.lock.unlock();
		}
	}

}
