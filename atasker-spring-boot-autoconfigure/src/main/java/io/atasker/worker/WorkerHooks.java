package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Is called around the life of workers. Hooks run on the thread that starts, stops or
 * runs the worker, never under a lock.
 */
public interface WorkerHooks {

	/**
	 * Before a start. What it throws stops the start; the worker is FAILED then.
	 * @param worker the worker
	 */
	default void beforeStart(BackgroundWorker worker) {
	}

	/**
	 * After a start. What it throws stops the worker again, which is FAILED then.
	 * @param worker the worker
	 */
	default void afterStart(BackgroundWorker worker) {
	}

	/**
	 * Before a stop takes effect. What it throws is logged and changes nothing.
	 * @param worker the worker
	 */
	default void beforeStop(BackgroundWorker worker) {
	}

	/**
	 * When nothing of the worker runs any more after a stop. What it throws is logged and
	 * changes nothing.
	 * @param worker the worker
	 */
	default void afterStop(BackgroundWorker worker) {
	}

	/**
	 * Before a queue worker takes an item. What it throws is logged and changes nothing.
	 * @param worker the worker
	 */
	default void beforeTake(BackgroundWorker worker) {
	}

	/**
	 * After a queue worker looked for an item. What it throws is logged and changes
	 * nothing.
	 * @param worker the worker
	 * @param item the item, {@code null} if there was none
	 */
	default void afterTake(BackgroundWorker worker, @Nullable Object item) {
	}

}
