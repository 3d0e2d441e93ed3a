package io.atasker.supervisor;

/**
 * The counters of a supervisor's pool, for who reads them again and again: each call
 * reads the engine's own and allocates next to nothing. Takes no lock for longer than an
 * admission does, and none that a stop holds. Counters never go down.
 */
public interface PoolStatistics {

	/**
	 * Returns the limits in force.
	 * @return the limits
	 */
	PoolLimits limits();

	/**
	 * Returns how many threads there are.
	 * @return the number, spare ones included
	 */
	int threads();

	/**
	 * Returns how many executions hold a slot.
	 * @param priority the priority
	 * @return the number
	 */
	int running(Priority priority);

	/**
	 * Returns how many executions wait for a slot.
	 * @param priority the priority
	 * @return the number
	 */
	int waiting(Priority priority);

	/**
	 * Returns for how long the oldest of those that wait has waited.
	 * @return the nanoseconds, 0 if none waits
	 */
	long oldestWaiting();

	/**
	 * Returns how often tasks were reported as late, at either level.
	 * @param priority the priority
	 * @return the number
	 */
	long late(Priority priority);

	/**
	 * Returns whether a task is late now: the oldest was when it was looked at last.
	 * Takes no lock.
	 * @param priority the priority
	 * @return whether one was reported and still waits
	 */
	boolean isLate(Priority priority);

	/**
	 * Returns how many tasks have left the pool: own tasks, and turns of workers, which
	 * make one execution or many.
	 * @return the number
	 */
	long completed();

	/**
	 * Returns how many executions go on although their slot was given to others.
	 * @return the number, at most a quarter of the pool's size but at least one
	 */
	int abandoned();

}
