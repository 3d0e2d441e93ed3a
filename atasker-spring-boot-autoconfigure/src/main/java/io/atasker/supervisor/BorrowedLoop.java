package io.atasker.supervisor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * A loop on a foreign executor. Calls are run one after the other, in order, however many
 * threads the executor has.
 */
final class BorrowedLoop extends Loop {

	private static final int BATCH = 64;

	/** When to ask an executor again that has refused, in nanoseconds: 100 ms. */
	private static final long RETRY_AFTER = 100_000_000;

	private final Base base;

	private final Executor executor;

	private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

	private final Timer retry = Timer.of(this::scheduleAgain);

	/*
	 * The lock guards the queue, and "scheduled": whether a drain runs or was given to
	 * the executor. Calls are run without it, by the one drain.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Deque<Runnable> calls = new ArrayDeque<>();

	@GuardedBy("lock")
	private boolean open;

	@GuardedBy("lock")
	private boolean scheduled;

	/** Whether the executor has refused and is asked again by the timer. */
	@GuardedBy("lock")
	private boolean retrying;

	/**
	 * The number of the drain that may take calls: one that was given up while it was
	 * stuck must not go on beside its successor.
	 */
	@GuardedBy("lock")
	private int drain;

	/** The thread that a call occupies; written under the lock. */
	private volatile @Nullable Thread thread;

	/** Since when; written under the lock. */
	private volatile long callSince;

	BorrowedLoop(String name, Base base, Executor executor) {
		super(name);
		this.base = base;
		this.executor = executor;
	}

	@Override
	public boolean inLoop() {
		return this.inside.get();
	}

	@Override
	public void execute(Runnable action) {
		boolean schedule;
		int number;
		this.lock.lock();
		try {
			if (!this.open) {
				throw new RejectedExecutionException(
						"event loop '%s' of supervisor '%s' is stopped".formatted(name(), this.base.name()));
			}
			this.calls.add(action);
			schedule = !this.scheduled;
			this.scheduled = true;
			number = this.drain;
		}
		finally {
			this.lock.unlock();
		}
		if (schedule) {
			schedule(number, action);
		}
	}

	/**
	 * Gives the executor a drain. When it refuses, as one with a bounded queue does now
	 * and then, only the call that has just come is refused; what was accepted before
	 * waits and is tried again.
	 * @param number the number of the drain
	 * @param action whose caller is told by an exception, {@code null} for nobody's
	 */
	private void schedule(int number, @Nullable Runnable action) {
		try {
			this.executor.execute(() -> drain(number));
		}
		catch (Throwable ex) {
			if (isLost(number, action)) {
				giveUp(number);
			}
			if (action != null) {
				throw new RejectedExecutionException("the executor of event loop '%s' of supervisor '%s' has refused"
					.formatted(name(), this.base.name()), ex);
			}
			logger.debug("The executor of event loop '{}' of supervisor '{}' has refused; what waits is tried again",
					name(), this.base.name(), ex);
		}
	}

	/** Returns whether what waits is lost, because the loop is stopped. */
	private boolean isLost(int number, @Nullable Runnable action) {
		boolean waiting;
		boolean lost;
		this.lock.lock();
		try {
			if (number != this.drain) {
				return false;
			}
			if (action != null) {
				this.calls.removeLastOccurrence(action);
			}
			waiting = !this.calls.isEmpty();
			lost = waiting && !this.open;
			this.retrying = waiting && this.open;
			this.scheduled = waiting;
		}
		finally {
			this.lock.unlock();
		}
		if (waiting && !lost) {
			this.base.timers().schedule(this.retry, this.base.time().nanoTime() + RETRY_AFTER);
		}
		else if (!waiting) {
			this.base.signal().changed();
		}
		return lost;
	}

	/**
	 * Tells those who wait, one by one: the loop is not quiet before the last has been
	 * told, and a stop whose deadline comes first finds the others still here.
	 */
	private void giveUp(int number) {
		for (Runnable call = next(number); call != null; call = next(number)) {
			tellDropped(List.of(call));
		}
		drained(number);
	}

	private void scheduleAgain() {
		int number;
		this.lock.lock();
		try {
			if (!this.retrying) {
				return;
			}
			this.retrying = false;
			number = this.drain;
		}
		finally {
			this.lock.unlock();
		}
		schedule(number, null);
	}

	private void drain(int number) {
		Object outer = this.base.inside().swap(this);
		this.inside.set(true);
		try {
			Runnable call = next(number);
			for (int i = 1; call != null; i++) {
				run(call);
				call = (i < BATCH) ? next(number) : null;
			}
		}
		finally {
			this.inside.remove();
			this.base.inside().swap(outer);
		}
		drained(number);
	}

	/** Goes on with what has come meanwhile. */
	private void drained(int number) {
		if (isMoreLeft(number)) {
			schedule(number, null);
		}
		else {
			this.base.signal().changed();
		}
	}

	private @Nullable Runnable next(int number) {
		long now = this.base.time().nanoTime();
		this.lock.lock();
		try {
			if (number != this.drain) {
				return null;
			}
			Runnable call = this.calls.poll();
			this.thread = (call != null) ? Thread.currentThread() : null;
			this.callSince = now;
			return call;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Decides whether the drain goes on, so that it ends only when the queue is empty.
	 */
	private boolean isMoreLeft(int number) {
		this.lock.lock();
		try {
			if (number != this.drain) {
				return false;
			}
			this.thread = null;
			this.scheduled = !this.calls.isEmpty();
			return this.scheduled;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	void open() {
		this.lock.lock();
		try {
			this.open = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	void halt() {
		this.lock.lock();
		try {
			this.open = false;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	boolean isQuiet() {
		this.lock.lock();
		try {
			return !this.scheduled && this.calls.isEmpty();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	List<Runnable> drop() {
		this.lock.lock();
		try {
			List<Runnable> dropped = List.copyOf(this.calls);
			this.calls.clear();
			this.drain++;
			this.thread = null;
			this.scheduled = false;
			this.retrying = false;
			return dropped;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	ShutdownReport.@Nullable Unfinished unfinished() {
		Thread thread = this.thread;
		return (thread != null) ? describe(thread, this.base.time().nanoTime() - this.callSince) : null;
	}

}
