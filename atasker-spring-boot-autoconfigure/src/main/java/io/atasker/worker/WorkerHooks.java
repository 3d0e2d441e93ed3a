package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Is called around the life of workers, never under a lock. The hooks of start and stop
 * run on the thread that starts, stops or runs the worker, one after the other and in
 * order: beforeStart, afterStart, beforeStop, afterStop, each once in a life, however
 * many starts and stops meet. A start or stop that comes while a hook is called does not
 * wait for it, but what it asks for follows on the thread of that hook. A stop has ended
 * when its hooks have.
 */
public interface WorkerHooks {

	/**
	 * Before a start. What it throws stops the start; the worker is FAILED then. After it
	 * has thrown, or was overtaken by a stop, {@link #afterStop} follows, but not
	 * {@link #beforeStop}.
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
	 * Before a stop takes effect, which it holds up until shortly before the end of the
	 * stopTimeout at most. When the stop meets a start whose hooks take their time, it
	 * takes effect at once and this is called afterwards. What it throws is logged and
	 * changes nothing.
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
