package io.atasker.supervisor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * A loop on a foreign executor. Calls are run one after the other, in order, however many
 * threads the executor has.
 */
final class BorrowedLoop extends Loop {

	private static final int BATCH = 64;

	private final Base base;

	private final Executor executor;

	private final ThreadLocal<Boolean> inside = ThreadLocal.withInitial(() -> false);

	/*
	 * The lock guards the queue, and "scheduled": whether a drain runs or was given to
	 * the executor. Calls are run without it, by the one drain.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final Queue<Runnable> calls = new ArrayDeque<>();

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
	 * When the executor refuses, everything that waits for it is lost with it.
	 * @param action whose caller is told by an exception
	 */
	private void schedule(@Nullable Runnable action) {
		try {
			this.executor.execute(this::drain);
		}
		catch (Throwable ex) {
			List<Runnable> others = removeAll();
			int lost = others.size();
			others.remove(action);
			drop(others);
			throw new RejectedExecutionException(
					"the executor of event loop '%s' of supervisor '%s' has refused; %d calls are lost"
						.formatted(name(), this.base.name(), lost),
					ex);
		}
	}

	private void drain() {
		Object outer = this.base.inside().swap(this);
		this.inside.set(true);
		boolean more = true;
		try {
			for (int i = 0; i < BATCH && more; i++) {
				Runnable call = next();
				more = call != null;
				if (call != null) {
					run(call);
				}
			}
		}
		finally {
			this.inside.remove();
			this.base.inside().swap(outer);
		}
		if (more) {
			run(() -> schedule(null));
		}
		else {
			this.base.signal().changed();
		}
	}

	private @Nullable Runnable next() {
		this.lock.lock();
		try {
			Runnable call = this.calls.poll();
			this.scheduled = call != null;
			return call;
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
		List<Runnable> dropped = removeAll();
		drop(dropped);
		return dropped.size();
	}

	private List<Runnable> removeAll() {
		this.lock.lock();
		try {
			List<Runnable> removed = new ArrayList<>(this.calls);
			this.calls.clear();
			this.scheduled = false;
			return removed;
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
