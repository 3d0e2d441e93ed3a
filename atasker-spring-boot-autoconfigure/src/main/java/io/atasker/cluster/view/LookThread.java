package io.atasker.cluster.view;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.cluster.ClusterUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that talks to the database: it writes what is to be written and looks
 * what there is, at each interval and when somebody asks. Whoever asks waits for a while,
 * but the thread alone can be held up by the database.
 */
final class LookThread {

	/** How long to wait with the next look while somebody waits for the first answer. */
	private static final long SOON = TimeUnit.MILLISECONDS.toNanos(200);

	/** How long closing waits for the last look. */
	private static final long LONGEST_CLOSE = 2_000;

	private final long interval;

	private final BooleanSupplier look;

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

	/** Whether one of them had an answer. */
	@GuardedBy("lock")
	private boolean answered;

	/** Whether somebody waits for the first answer. */
	@GuardedBy("lock")
	private boolean answerWanted;

	/**
	 * Makes it.
	 * @param interval from the end of a look to the next
	 * @param look looks, answers whether it had an answer, and throws nothing
	 * @param leave is done at the end, and throws nothing
	 */
	LookThread(Duration interval, BooleanSupplier look, Runnable leave) {
		this.interval = interval.toNanos();
		this.look = look;
		this.leave = leave;
	}

	/**
	 * Starts, unless it has. A thread that is held up since it was closed goes on.
	 * @return whether this call did it
	 */
	boolean start() {
		this.lock.lock();
		try {
			if (this.thread != null && !this.closed) {
				return false;
			}
			this.closed = false;
			this.looks = 0;
			this.answered = false;
			if (this.thread != null) {
				return true;
			}
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
		boolean whole = false;
		try {
			do {
				while (awaitWork()) {
					for (PendingWrite write = nextWrite(); write != null; write = nextWrite()) {
						write.run();
					}
					looked(this.look.getAsBoolean());
				}
				this.leave.run();
			}
			while (!hasEnded());
			whole = true;
		}
		finally {
			if (!whole) {
				ended();
			}
		}
	}

	/** Returns whether to look, {@code false} if it is over. */
	private boolean awaitWork() {
		this.lock.lock();
		try {
			long left = pause();
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

	@GuardedBy("lock")
	private long pause() {
		if (this.looks == 0) {
			return 0;
		}
		return (this.answerWanted && !this.answered) ? Math.min(SOON, this.interval) : this.interval;
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

	private void looked(boolean hadAnswer) {
		this.lock.lock();
		try {
			this.looks++;
			this.answered |= hadAnswer;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns whether it is over, {@code false} if it was started again meanwhile. */
	private boolean hasEnded() {
		this.lock.lock();
		try {
			if (!this.closed) {
				return false;
			}
			ended();
			return true;
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

	/**
	 * Waits until a look had an answer, and has it look now and more often meanwhile.
	 * @param millis for how long at most
	 */
	void awaitAnswer(long millis) {
		this.lock.lock();
		try {
			if (!this.answered) {
				this.answerWanted = true;
				this.wanted = true;
				this.changed.signalAll();
			}
			long left = TimeUnit.MILLISECONDS.toNanos(millis);
			while (!this.answered && this.thread != null && left > 0) {
				left = this.changed.awaitNanos(left);
			}
			this.answerWanted = false;
		}
		catch (InterruptedException ex) {
			this.answerWanted = false;
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
