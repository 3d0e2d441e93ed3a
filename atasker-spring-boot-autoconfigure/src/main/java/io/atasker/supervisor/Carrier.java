package io.atasker.supervisor;

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread of the pool at work. It runs what it is handed and what follows from that,
 * then rests among the idle ones, if it is a platform thread, until it is handed
 * something again or dismissed.
 */
final class Carrier implements Runnable {

	private final Carriers carriers;

	private final boolean virtual;

	private final int generation;

	/*
	 * Handed over by whoever took this carrier from the idle ones, which only one can,
	 * and taken by the thread. It looks at both fields before it parks, and an unpark
	 * that comes before the park is kept.
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

	void dismiss() {
		this.dismissed = true;
		LockSupport.unpark(this.thread);
	}

	@Override
	public void run() {
		this.thread = Thread.currentThread();
		this.carriers.begin(this);
		try {
			ThreadTraits traits = ThreadTraits.ofCurrentThread();
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
		PoolTask task;
		while ((task = this.handed) == null && !this.dismissed) {
			LockSupport.park(this);
			// An interrupt of no meaning would keep the thread from parking.
			Thread.interrupted();
		}
		// One that came while the thread was between two tasks is not the next one's.
		Thread.interrupted();
		this.handed = null;
		return task;
	}

}
