package io.atasker.supervisor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread of the pool at work. It runs what it is handed and what follows from that,
 * then rests among the idle ones, if it is a platform thread, until it is handed
 * something again or dismissed.
 */
final class Carrier implements Runnable {

	private static final VarHandle HANDED = handle();

	private final Carriers carriers;

	private final boolean virtual;

	private final int generation;

	/*
	 * Handed over by whoever took this carrier from the idle ones, which only one can,
	 * and taken by the thread, or exchanged for another task by a thread that has come to
	 * the end of its own: of these the first one wins. The thread looks at both fields
	 * before it parks, and an unpark that comes before the park is kept.
	 */
	private volatile @Nullable PoolTask handed;

	private volatile boolean dismissed;

	private volatile @Nullable Thread thread;

	/** Confined to the thread. */
	private @Nullable PoolTask current;

	/** Confined to the thread: when the last task ended, if that is now and known. */
	private long clock = PoolTask.NEVER;

	/** Guarded by the lock of the carriers. */
	long idleSince;

	Carrier(Carriers carriers, boolean virtual, int generation, @Nullable PoolTask first) {
		this.carriers = carriers;
		this.virtual = virtual;
		this.generation = generation;
		this.handed = first;
	}

	private static VarHandle handle() {
		try {
			return MethodHandles.lookup().findVarHandle(Carrier.class, "handed", PoolTask.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	boolean isVirtual() {
		return this.virtual;
	}

	int generation() {
		return this.generation;
	}

	@Nullable PoolTask current() {
		return this.current;
	}

	/**
	 * Says when a task ended.
	 * @param clock the time, {@link PoolTask#NEVER} if nobody has looked
	 */
	void clock(long clock) {
		this.clock = clock;
	}

	/**
	 * Returns when the task before ended, once.
	 * @return the time, or {@link PoolTask#NEVER}
	 */
	long takeClock() {
		long taken = this.clock;
		this.clock = PoolTask.NEVER;
		return taken;
	}

	void hand(PoolTask task) {
		this.handed = task;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Takes what was handed over last, for its thread.
	 * @return the task, or {@code null} if there is none
	 */
	@Nullable PoolTask take() {
		return (PoolTask) HANDED.getAndSet(this, null);
	}

	/**
	 * Takes back what was handed over, if the thread has not begun it, and hands it
	 * something else instead.
	 * @param other what to run instead
	 * @return what was handed over, or {@code null} if it has begun
	 */
	@Nullable PoolTask exchange(PoolTask other) {
		PoolTask task = this.handed;
		return (task != null && HANDED.compareAndSet(this, task, other)) ? task : null;
	}

	void dismiss() {
		this.dismissed = true;
		LockSupport.unpark(this.thread);
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		try {
			ThreadTraits traits = this.carriers.begin(this);
			boolean stays = this.handed != null || this.carriers.rest(this);
			for (PoolTask task = stays ? await() : null; task != null; task = stays ? await() : null) {
				work(task, traits);
				stays = !this.virtual && this.carriers.rest(this);
			}
		}
		finally {
			this.carriers.end();
		}
	}

	private void work(PoolTask first, ThreadTraits traits) {
		for (PoolTask task = first; task != null;) {
			this.current = task;
			PoolTask next = this.carriers.turn(this, task, traits);
			this.current = null;
			task = next;
		}
		this.clock = PoolTask.NEVER;
	}

	private @Nullable PoolTask await() {
		while (this.handed == null && !this.dismissed) {
			LockSupport.park(this);
			// An interrupt of no meaning would keep the thread from parking.
			Thread.interrupted();
		}
		// One that came while the thread was between two tasks is not the next one's.
		Thread.interrupted();
		PoolTask task = take();
		if (task != null && task.admittedAs == Priority.CRITICAL) {
			this.carriers.awake(this);
		}
		return task;
	}

}
