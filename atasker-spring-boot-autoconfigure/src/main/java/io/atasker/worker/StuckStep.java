package io.atasker.worker;

/**
 * How far the ladder has come with an execution that takes longer than its timeout.
 */
public enum StuckStep {

	/** It was told of, with its stack. */
	WARNED,

	/** It was interrupted, or its stage cancelled. */
	INTERRUPTED,

	/**
	 * It did not end within the grace: its slot was given to others while it goes on. The
	 * worker does not begin another in its place.
	 */
	ABANDONED

}
