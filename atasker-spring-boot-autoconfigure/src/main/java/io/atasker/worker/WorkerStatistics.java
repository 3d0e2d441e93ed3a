package io.atasker.worker;

import io.atasker.supervisor.Priority;

/**
 * The counters of a worker, for who reads them again and again: each call reads the
 * engine's own, without a lock that an execution or a stop holds, and allocates nothing.
 * Counters never go down; times are in nanoseconds.
 */
public interface WorkerStatistics {

	/**
	 * Returns the effective priority.
	 * @return the priority of its next launch
	 */
	Priority priority();

	/**
	 * Returns how many executions are in progress.
	 * @return the number
	 */
	int running();

	/**
	 * Returns how many executions have ended, however they did.
	 * @return the number
	 */
	long executions();

	/**
	 * Returns how many executions succeeded.
	 * @return the number
	 */
	long succeeded();

	/**
	 * Returns how many executions failed for good, those that timed out left out.
	 * @return the number
	 */
	long failed();

	/**
	 * Returns how many executions timed out for good.
	 * @return the number
	 */
	long timedOut();

	/**
	 * Returns how many executions were cancelled.
	 * @return the number
	 */
	long cancelled();

	/**
	 * Returns how many executions failed and had their item tried again.
	 * @return the number
	 */
	long retried();

	/**
	 * Returns how many ticks nothing served.
	 * @return the number
	 */
	long missed();

	/**
	 * Returns how many triggers and ticks were served by the run of another.
	 * @return the number
	 */
	long merged();

	/**
	 * Returns how long all executions that have ended took together. Exact over a turn;
	 * quick executions are timed in groups.
	 * @return the nanoseconds
	 */
	long busyTime();

	/**
	 * Returns how often it was launched: each time it got a thread, or its turn on an
	 * event loop, for one or more executions.
	 * @return the number
	 */
	long launches();

	/**
	 * Returns how long its launches took together: from being due or woken to the
	 * beginning of the turn.
	 * @return the nanoseconds
	 */
	long launchDelay();

	/**
	 * Returns how many executions in a row have failed until now.
	 * @return the number, 0 when the last one succeeded
	 */
	long failuresInARow();

	/**
	 * Returns how often executions have come to a step of the ladder for stuck ones.
	 * @param step the step
	 * @return the number
	 */
	long stuck(StuckStep step);

	/**
	 * Returns how many executions are stuck now.
	 * @return the number of those in progress that are beyond their timeout
	 */
	int stuckNow();

	/**
	 * Returns how many items wait in its queue.
	 * @return the number, 0 if it has no queue
	 */
	long queueSize();

	/**
	 * Returns how many items its queue takes.
	 * @return the number, 0 if it has no queue
	 */
	long queueCapacity();

	/**
	 * Returns how many items were refused because the queue was full.
	 * @return the number, 0 if it has no queue
	 */
	long rejected();

	/**
	 * Returns how many dead letters there are.
	 * @return the number, 0 if it has no queue
	 */
	int deadLetters();

	/**
	 * Returns whether this node holds its lease.
	 * @return {@code false} if another one does, or it needs none
	 */
	boolean isLeaseHeld();

	/**
	 * Returns how often this node has lost its lease while it needed it.
	 * @return the number, 0 if it needs none
	 */
	long leaseLosses();

	/**
	 * Returns how many attempts to renew its lease have failed.
	 * @return the number, 0 if it needs none
	 */
	long failedLeaseRenewals();

}
