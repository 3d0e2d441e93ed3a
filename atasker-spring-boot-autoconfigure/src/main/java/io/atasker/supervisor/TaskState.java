package io.atasker.supervisor;

/**
 * Where a {@link Task} is in its life.
 */
public enum TaskState {

	/** Waits for a slot. */
	QUEUED,

	/** Waits for its delay to pass, and holds nothing. */
	DELAYED,

	/** Runs. */
	STARTED,

	/** Ended with a result. */
	SUCCEEDED,

	/** Ended with an exception. */
	FAILED,

	/** Was cancelled, before or while it ran, or given back by a stop. */
	CANCELLED;

	/**
	 * Returns whether this is an end.
	 * @return {@code true} for {@link #SUCCEEDED}, {@link #FAILED} and {@link #CANCELLED}
	 */
	public boolean isFinished() {
		return this.ordinal() >= SUCCEEDED.ordinal();
	}

}
