package io.atasker.supervisor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a pool tells its tasks. None of it may harm the pool, whatever it throws.
 */
final class TaskCalls {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private TaskCalls() {
	}

	static void rejected(PoolTask task) {
		try {
			task.rejected();
		}
		catch (Throwable ex) {
			failed(task, "has failed to take note of its rejection", ex);
		}
	}

	static void requeued(PoolTask task) {
		try {
			task.requeued();
		}
		catch (Throwable ex) {
			failed(task, "has failed after it was submitted again", ex);
		}
	}

	static void released(PoolTask task) {
		try {
			task.released();
		}
		catch (Throwable ex) {
			failed(task, "has failed after its slot was given back", ex);
		}
	}

	/**
	 * Logs what a task has thrown.
	 * @param task the task
	 * @param what what has failed
	 * @param failure what it threw
	 */
	static void failed(PoolTask task, String what, Throwable failure) {
		Failures.log(logger, what, task, failure);
	}

}
