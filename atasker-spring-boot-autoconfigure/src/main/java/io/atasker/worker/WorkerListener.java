package io.atasker.worker;

/**
 * Is told what happens to workers, but not of single executions: it costs nothing while
 * they succeed. Called on threads of the engine, or those that start and stop workers,
 * without locks: it must not block. What it throws is logged and changes nothing.
 */
public interface WorkerListener {

	/**
	 * A worker is there; it may not have started yet. Also called for each worker that is
	 * there when the listener is added, and perhaps twice for one that comes meanwhile.
	 * @param worker the worker
	 */
	default void registered(BackgroundWorker worker) {
	}

	/**
	 * A worker was removed.
	 * @param worker the worker
	 */
	default void removed(BackgroundWorker worker) {
	}

	/**
	 * Something has happened to a worker.
	 * @param event what
	 */
	default void happened(WorkerEvent event) {
	}

}
