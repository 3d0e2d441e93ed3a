package io.atasker.worker;

/**
 * A source that can be told to have something to do.
 */
interface Triggered {

	/**
	 * Adds a trigger and wakes the worker.
	 * @return ACCEPTED or MERGED
	 */
	TriggerResult trigger();

	/**
	 * Takes one pending trigger back, because the worker turned out to be stopped.
	 * @return whether there was one, which no run will serve now
	 */
	boolean takeBack();

	/**
	 * Returns whether a run is in progress or about to begin.
	 * @return whether the worker is not idle
	 */
	boolean isBusy();

}
