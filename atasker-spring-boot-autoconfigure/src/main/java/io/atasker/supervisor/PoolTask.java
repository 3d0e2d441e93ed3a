package io.atasker.supervisor;

import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Something that an {@link ExecutionPool} admits and runs: a strand of a worker, or a
 * task of the application. It is its own entry in the pool's lanes, so that submitting it
 * allocates nothing. One instance is in the pool at most once at a time.
 */
public abstract class PoolTask {

	/** No time at all. */
	static final long NEVER = 0;

	/** Neighbours in the lane; guarded by the lock of the gate. */
	@Nullable PoolTask previous;

	/** Neighbours in the lane; guarded by the lock of the gate. */
	@Nullable PoolTask next;

	/**
	 * The lane in which it waits, {@code null} while it does not; guarded by the gate.
	 */
	@Nullable Priority lane;

	/**
	 * The priority of the slot that it holds; written under the lock of the gate before
	 * the task begins, and not again before it has ended.
	 */
	Priority admittedAs = Priority.NORMAL;

	/** The right to run; guarded by the lock of the gate. */
	Ticket ticket = Ticket.NONE;

	/**
	 * Since when it waits, on the monotonic clock, or {@link #NEVER} when it was admitted
	 * without; guarded by the lock of the gate.
	 */
	long waitingSince;

	/**
	 * Returns the name for thread names, logs and reports.
	 * @return the name
	 */
	protected abstract String name();

	/**
	 * Runs on a thread of the pool, with a slot. When it returns the pool takes slot and
	 * thread back.
	 * @return whether to submit it again, to the back of the lane of the priority that
	 * {@link #requeuePriority()} gives; release and submission are one step
	 */
	protected abstract boolean run();

	/**
	 * Runs on a carrier, whose clock it may use and set.
	 * @param carrier the carrier
	 * @return as {@link #run()}
	 */
	boolean run(Carrier carrier) {
		carrier.clock(NEVER);
		return run();
	}

	/**
	 * Returns whether it belongs to a pool, where a supervisor has several.
	 * @param pool the pool
	 * @return whether it is ever submitted there
	 */
	protected boolean isOf(ExecutionPool pool) {
		return true;
	}

	/**
	 * Returns the priority for submitting again.
	 * @return the priority
	 */
	protected abstract Priority requeuePriority();

	/**
	 * Called on the same thread when {@link #run()} has ended, the slot has been given
	 * back and the task is not submitted again: it returned {@code false}, it threw, or
	 * it was {@linkplain ExecutionPool#abandon(PoolTask) abandoned}. The thread takes
	 * other work only afterwards. From here on the task may be submitted again.
	 */
	protected void released() {
	}

	/**
	 * Called when it was submitted again and has to wait. It may be running again by now.
	 */
	protected void requeued() {
	}

	/**
	 * Called once when the pool will not run it, or not again: the pool is closed. Takes
	 * the place of {@link #released()}; not called after
	 * {@link ExecutionPool#withdraw(PoolTask)}. On any thread, outside all locks.
	 */
	protected void rejected() {
	}

	/**
	 * Reads the monotonic clock.
	 * @param time the clocks
	 * @return the time, but never {@link #NEVER}
	 */
	static long tick(TimeSource time) {
		long now = time.nanoTime();
		return (now != NEVER) ? now : now + 1;
	}

	/**
	 * Whether a task holds a slot. A ticket is given back once, whoever comes first.
	 */
	enum Ticket {

		/** It is not admitted. */
		NONE,

		/** It is admitted and counts as running. */
		HELD,

		/** Its slot was given back while it goes on running. */
		RELEASED

	}

}
