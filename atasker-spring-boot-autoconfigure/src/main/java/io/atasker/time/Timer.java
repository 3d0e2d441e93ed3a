package io.atasker.time;

/**
 * Something that happens once at a deadline. A timer is its own entry in the queue, so
 * that arming it allocates nothing; it can be armed again after it fired, and belongs to
 * one {@link Timers} at a time.
 */
public abstract class Timer {

	/** Deadline on the monotonic clock; guarded by the lock of the queue. */
	long deadline;

	/** Order among equal deadlines; guarded by the lock of the queue. */
	long sequence;

	/** Place in the heap, -1 while not armed; guarded by the lock of the queue. */
	int index = -1;

	/**
	 * Called when the deadline has come, on the thread of the queue. Must be short and
	 * must not block: hand anything longer to a pool.
	 */
	protected abstract void fire();

	/**
	 * Makes a timer from an action.
	 * @param action what to do
	 * @return the timer
	 */
	public static Timer of(Runnable action) {
		return new Timer() {
			@Override
			protected void fire() {
				action.run();
			}
		};
	}

}
