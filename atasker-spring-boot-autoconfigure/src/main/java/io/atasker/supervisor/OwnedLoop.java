package io.atasker.supervisor;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * A loop with a thread of its own, which is made when it is needed first.
 */
final class OwnedLoop extends Loop {

	private final Base base;

	private final SlowCalls slowCalls;

	/*
	 * The lock guards the queue and who works it off; calls are run without it.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final Condition arrived = this.lock.newCondition();

	@GuardedBy("lock")
	private final Queue<Runnable> calls = new ArrayDeque<>();

	@GuardedBy("lock")
	private boolean open;

	/** The one thread that works the queue off; written under the lock. */
	private volatile @Nullable Thread thread;

	@GuardedBy("lock")
	private boolean busy;

	/** Written by the thread. */
	private volatile long callSince;

	OwnedLoop(String name, Base base) {
		super(name);
		this.base = base;
		this.slowCalls = new SlowCalls(name);
	}

	@Override
	public boolean inLoop() {
		return Thread.currentThread() == this.thread;
	}

	@Override
	public void execute(Runnable action) {
		Thread created = null;
		this.lock.lock();
		try {
			if (!this.open) {
				throw new RejectedExecutionException(
						"event loop '%s' of supervisor '%s' is stopped".formatted(name(), this.base.name()));
			}
			this.calls.add(action);
			if (this.thread == null) {
				created = this.base.thread("loop-" + name(), this::work);
				this.thread = created;
			}
			else if (!this.busy) {
				this.arrived.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
		if (created != null) {
			start(created, action);
		}
	}

	private void start(Thread created, Runnable action) {
		try {
			created.start();
		}
		catch (Throwable ex) {
			List<Runnable> others = drop().stream().filter((call) -> call != action).toList();
			tellDropped(others);
			throw new RejectedExecutionException(
					"event loop '%s' of supervisor '%s' has got no thread".formatted(name(), this.base.name()), ex);
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
			this.arrived.signal();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	boolean isQuiet() {
		this.lock.lock();
		try {
			return !this.busy && this.calls.isEmpty();
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
			this.thread = null;
			this.busy = false;
			return dropped;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	ShutdownReport.@Nullable Unfinished unfinished() {
		Thread thread = this.thread;
		long since = this.callSince;
		if (thread == null || isIdle()) {
			return null;
		}
		return describe(thread, this.base.time().nanoTime() - since);
	}

	private boolean isIdle() {
		this.lock.lock();
		try {
			return !this.busy;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void work() {
		this.base.inside().enter(this);
		ThreadTraits traits = ThreadTraits.ofCurrentThread();
		for (Runnable call = next(); call != null; call = next()) {
			long begin = this.base.time().nanoTime();
			this.callSince = begin;
			run(call);
			traits.restore();
			this.slowCalls.ended(begin, this.base.time().nanoTime());
		}
		this.base.signal().changed();
	}

	/** Waits for a call; {@code null} when the thread is to end. */
	private @Nullable Runnable next() {
		Runnable call = poll();
		if (call != null) {
			return call;
		}
		this.base.signal().changed();
		this.lock.lock();
		try {
			while (isCurrent() && this.calls.isEmpty() && this.open) {
				this.arrived.awaitUninterruptibly();
			}
			if (!isCurrent()) {
				return null;
			}
			call = this.calls.poll();
			this.busy = call != null;
			if (call == null) {
				this.thread = null;
			}
			return call;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Runnable poll() {
		this.lock.lock();
		try {
			Runnable call = isCurrent() ? this.calls.poll() : null;
			if (isCurrent()) {
				this.busy = call != null;
			}
			return call;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A thread that was dropped while it was stuck must not go on with the calls of its
	 * successor.
	 */
	@GuardedBy("lock")
	private boolean isCurrent() {
		return this.thread == Thread.currentThread();
	}

}
