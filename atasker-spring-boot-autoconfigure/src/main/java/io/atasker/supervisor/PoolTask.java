package io.atasker.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * Something that an {@link ExecutionPool} admits and runs: a strand of a worker, or a
 * task of the application. It is its own entry in the pool's lanes, so that submitting it
 * allocates nothing. One instance is in the pool at most once at a time.
 */
public abstract class PoolTask {

	/** Neighbours in the lane; guarded by the lock of the gate. */
	@Nullable PoolTask previous;

	/** Neighbours in the lane; guarded by the lock of the gate. */
	@Nullable PoolTask next;

	/**
	 * The lane in which it waits, {@code null} while it does not; guarded by the gate.
	 */
	@Nullable Priority lane;

	/** The priority of the slot that it holds; guarded by the lock of the gate. */
	Priority admittedAs = Priority.NORMAL;

	/**
	 * Since when it waits, on the monotonic clock; written under the lock of the gate,
	 * read without.
	 */
	volatile long waitingSince;

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
	 * Returns the priority for submitting again.
	 * @return the priority
	 */
	protected abstract Priority requeuePriority();

	/**
	 * Called once when the pool will not run it: the pool is closed. Not called after
	 * {@link ExecutionPool#withdraw(PoolTask)}.
	 */
	protected void rejected() {
	}

}
