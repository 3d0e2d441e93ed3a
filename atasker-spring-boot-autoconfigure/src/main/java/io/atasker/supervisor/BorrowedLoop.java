package io.atasker.supervisor;

import java.util.ArrayDeque;
import java.util.Deque;
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

	private final Timer retry = Timer.of(() -> schedule(null));

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
		this.lock.lock();
		try {
			if (!this.open) {
				throw new RejectedExecutionException(
						"event loop '%s' of supervisor '%s' is stopped".formatted(name(), this.base.name()));
			}
			this.calls.add(action);
			schedule = !this.scheduled;
			this.scheduled = true;
		}
		finally {
			this.lock.unlock();
		}
		if (schedule) {
			schedule(action);
		}
	}

	/**
	 * Gives the executor a drain. When it refuses, as one with a bounded queue does now
	 * and then, only the call that has just come is refused; what was accepted before
	 * waits and is tried again.
	 * @param action whose caller is told by an exception, {@code null} for nobody's
	 */
	private void schedule(@Nullable Runnable action) {
		try {
			this.executor.execute(this::drain);
		}
		catch (Throwable ex) {
			if (isMoreLeft(action)) {
				this.base.timers().schedule(this.retry, this.base.time().nanoTime() + RETRY_AFTER);
			}
			if (action != null) {
				throw new RejectedExecutionException("the executor of event loop '%s' of supervisor '%s' has refused"
					.formatted(name(), this.base.name()), ex);
			}
			logger.debug("The executor of event loop '{}' of supervisor '{}' has refused; what waits is tried again",
					name(), this.base.name(), ex);
		}
	}

	private boolean isMoreLeft(@Nullable Runnable refused) {
		this.lock.lock();
		try {
			if (refused != null) {
				this.calls.removeLastOccurrence(refused);
			}
			if (!this.open) {
				this.calls.clear();
			}
			this.scheduled = !this.calls.isEmpty();
			return this.scheduled;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void drain() {
		Object outer = this.base.inside().swap(this);
		this.inside.set(true);
		try {
			Runnable call = next();
			for (int i = 1; call != null; i++) {
				run(call);
				call = (i < BATCH) ? next() : null;
			}
		}
		finally {
			this.inside.remove();
			this.base.inside().swap(outer);
		}
		if (isMoreLeft()) {
			schedule(null);
		}
		else {
			this.base.signal().changed();
		}
	}

	private @Nullable Runnable next() {
		this.lock.lock();
		try {
			return this.calls.poll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Decides whether the drain goes on, so that it ends only when the queue is empty.
	 */
	private boolean isMoreLeft() {
		this.lock.lock();
		try {
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
	int drop() {
		this.lock.lock();
		try {
			int dropped = this.calls.size();
			this.calls.clear();
			this.scheduled = false;
			return dropped;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	ShutdownReport.@Nullable Unfinished unfinished() {
		return null;
	}

}
