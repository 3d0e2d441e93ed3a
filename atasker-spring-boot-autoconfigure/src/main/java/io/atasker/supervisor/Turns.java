package io.atasker.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * What the threads of a pool do.
 */
interface Turns {

	/**
	 * Runs an admitted task on the current thread, gives its slot back, and finds out
	 * what is next.
	 * @param carrier the thread
	 * @param task the task
	 * @param traits what to restore on the thread when the task has ended
	 * @return what the same thread has to run next, or {@code null}
	 */
	@Nullable PoolTask turn(Carrier carrier, PoolTask task, ThreadTraits traits);

	/** Called at the end of each thread. */
	void threadEnded();

}
