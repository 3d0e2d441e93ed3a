package io.atasker.worker;

/**
 * How a strand is given its turns: the strategy of an executor kind.
 */
interface StrandRunner {

	/**
	 * Has the strand begin a turn, soon, on a thread of its kind. The strand is not in a
	 * turn.
	 */
	void launch();

	/**
	 * Takes back a launch that has not begun.
	 * @return whether it will not begin
	 */
	boolean withdraw();

	/**
	 * The settings have changed: a launch that waits is moved to where it belongs.
	 */
	default void settingsChanged() {
	}

	/**
	 * Returns whether user code is ended by interrupting the thread.
	 * @return {@code false} if by {@link #cancel(long)}
	 */
	boolean isInterruptible();

	/**
	 * Cancels what an execution waits for.
	 * @param number the execution
	 */
	default void cancel(long number) {
	}

	/**
	 * The supervisor has stopped, and with it what this runs on.
	 */
	default void supervisorStopped() {
	}

	/**
	 * Gives back what the execution in progress holds, while it goes on.
	 * @return whether it held a slot until now
	 */
	default boolean abandon() {
		return false;
	}

	/**
	 * Returns since when the launch waits.
	 * @return the monotonic time, or {@link Long#MIN_VALUE} if it does not wait
	 */
	long waitingSince();

	/**
	 * Returns the name of where it runs.
	 * @return the name of the thread or loop
	 */
	String where();

}
