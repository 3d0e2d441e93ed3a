package io.atasker.worker;

import java.util.List;
import java.util.stream.Stream;

import io.atasker.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

/**
 * All workers of an application. Names are compared without case and punctuation. All
 * methods are safe from any thread.
 */
public interface Workers {

	/**
	 * Makes an empty set of workers, without Spring.
	 * @param supervisors under which they may run; the first is the default one
	 * @return the workers
	 */
	static Workers of(Supervisor... supervisors) {
		return builder().supervisors(List.of(supervisors)).build();
	}

	/**
	 * Begins a set of workers with settings of its own.
	 * @return the builder
	 */
	static WorkersBuilder builder() {
		return new WorkersBuilder();
	}

	/**
	 * Finds a worker.
	 * @param name the name
	 * @return the worker, or {@code null} if there is none
	 */
	@Nullable BackgroundWorker find(String name);

	/**
	 * Finds a worker.
	 * @param name the name
	 * @return the worker
	 * @throws UnknownWorkerException if there is none; the message has the nearest names
	 */
	BackgroundWorker get(String name);

	/**
	 * Finds a worker of a type.
	 * @param name the name
	 * @param type the type of its handle
	 * @param <W> the type of its handle
	 * @return the worker
	 * @throws UnknownWorkerException if there is none
	 * @throws IllegalArgumentException if it is of another type
	 */
	<W extends BackgroundWorker> W get(String name, Class<W> type);

	/**
	 * Finds a queue worker.
	 * @param name the name
	 * @param itemType the type of its items
	 * @param <T> the type of its items
	 * @return the worker
	 * @throws UnknownWorkerException if there is none
	 * @throws IllegalArgumentException if it is of another type or has other items
	 */
	<T> BackgroundQueueWorker<T> queue(String name, Class<T> itemType);

	/**
	 * Returns all workers.
	 * @return the workers in the order of their registration
	 */
	Stream<BackgroundWorker> stream();

	/**
	 * Begins a worker.
	 * @param name its name
	 * @return the builder
	 */
	WorkerBuilder<Object, BackgroundWorker> define(String name);

	/**
	 * Begins a worker that is named "worker-1", "worker-2" and so on.
	 * @return the builder
	 */
	WorkerBuilder<Object, BackgroundWorker> define();

	/**
	 * Stops a worker without waiting and forgets it, with its history. Items in its queue
	 * are lost; they count as returned in the log.
	 * @param name the name
	 * @return whether there was one
	 */
	boolean remove(String name);

	/**
	 * Adds a listener. It is told of each worker that is there, on this thread, and of
	 * what happens from now on.
	 * @param listener the listener
	 */
	void addListener(WorkerListener listener);

	/**
	 * Takes a listener away. It may still be told of what happens right now.
	 * @param listener the listener
	 */
	void removeListener(WorkerListener listener);

}
