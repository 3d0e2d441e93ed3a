package io.atasker.queue;

import java.util.Set;

/**
 * An engine of queues, behind the same annotation: the push face of the queue interface.
 * <p>
 * The engine calls the worker, since that is how brokers and job tables work; a credit
 * keeps it from handing over more than the worker can take. Implementations are safe from
 * any thread.
 */
public interface WorkerQueueProvider {

	/**
	 * Returns the id by which a worker names its engine.
	 * @return the id, such as {@code memory} or {@code jdbc}
	 */
	String id();

	/**
	 * Returns what this engine can do.
	 * @return the features, always the same
	 */
	Set<QueueFeature> features();

	/**
	 * Opens a queue and declares whatever is missing in the engine. Opening a queue that
	 * is open already, with an equal specification, answers that queue.
	 * @param spec what the queue should be
	 * @return the queue, to be closed by the caller
	 * @throws IllegalArgumentException if the specification asks for what this engine
	 * cannot do
	 * @throws IllegalStateException if the queue is open with another specification
	 * @throws QueueUnavailableException if the engine cannot be reached
	 */
	WorkerQueue open(QueueSpec spec);

}
