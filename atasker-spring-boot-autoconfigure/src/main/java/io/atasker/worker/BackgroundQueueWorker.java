package io.atasker.worker;

import java.time.Duration;

import io.atasker.queue.DeadLetters;
import io.atasker.queue.QueueFullException;

/**
 * A worker that runs once for each item that is put.
 * <p>
 * Items that are put before the start or while stopped wait, and survive stop and
 * restart. Within a transaction a put takes effect after the commit. A {@code null} item
 * is refused with a NullPointerException.
 *
 * @param <T> the type of the items
 */
public interface BackgroundQueueWorker<T> extends BackgroundWorker {

	/**
	 * Puts an item; never blocks.
	 * @param item the item
	 * @throws QueueFullException if the queue is full
	 * @throws java.util.concurrent.RejectedExecutionException if the supervisor is
	 * stopping and the caller is not one of its executions, or is stopped for good
	 */
	void put(T item);

	/**
	 * Puts an item with options.
	 * @param item the item
	 * @param options delay, priority and id
	 * @throws QueueFullException if the queue is full
	 * @throws IllegalArgumentException if a priority is given and the queue has none
	 */
	void put(T item, PutOptions options);

	/**
	 * Puts an item if there is room; never blocks.
	 * @param item the item
	 * @return whether it was accepted
	 */
	boolean offer(T item);

	/**
	 * Puts an item, waiting for room. Inside an execution of this worker it never waits,
	 * since that could wait for itself.
	 * @param item the item
	 * @param timeout how long to wait at most
	 * @return whether it was accepted
	 * @throws InterruptedException if interrupted while waiting
	 * @throws IllegalStateException if called on an event loop
	 */
	boolean offer(T item, Duration timeout) throws InterruptedException;

	/**
	 * Returns how many items wait, delayed ones and retries included, those in execution
	 * not.
	 * @return the number
	 */
	long size();

	/**
	 * Returns the items that were given up.
	 * @return the dead letters
	 */
	DeadLetters<T> deadLetters();

}
