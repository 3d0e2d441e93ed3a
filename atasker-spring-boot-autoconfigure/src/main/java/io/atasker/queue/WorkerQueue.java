package io.atasker.queue;

/**
 * A queue in an engine. All methods are safe from any thread.
 * <p>
 * Delivery is at least once: a message that was delivered and whose settlement has not
 * reached the engine is delivered again. Messages come in the order of their priority and
 * roughly first in, first out within one; a retry loses its place.
 */
public interface WorkerQueue extends AutoCloseable {

	/**
	 * Returns what was asked for.
	 * @return the specification
	 */
	QueueSpec spec();

	/**
	 * Puts a message. Returns when the engine has it: stored, if it is
	 * {@link QueueFeature#DURABLE}; with the commit, if it is
	 * {@link QueueFeature#TRANSACTIONAL_PUT} and a transaction is active. Never waits for
	 * room.
	 * @param envelope the message
	 * @throws QueueFullException if as many messages wait as the capacity allows
	 * @throws QueueUnavailableException if the engine does not answer: the message may or
	 * may not have arrived, so that trying again may put it twice
	 * @throws QueueClosedException if this queue is closed
	 * @throws IllegalArgumentException if the priority is too high for this queue or the
	 * payload cannot be encoded
	 */
	void put(Envelope envelope);

	/**
	 * Returns whether a put of the current thread would be part of the transaction that
	 * is active on it: committed and rolled back with it. If not, the caller puts after
	 * the commit instead.
	 * @return whether there is such a transaction; {@code false} without
	 * {@link QueueFeature#TRANSACTIONAL_PUT}
	 */
	default boolean joinsTransaction() {
		return false;
	}

	/**
	 * Begins to consume, with the credit of the specification. There is one subscription
	 * per queue and node. The first deliveries may come before this method returns, which
	 * it does promptly: an engine that does not answer is tried again aside.
	 * @param handler receives the deliveries
	 * @return the subscription
	 * @throws IllegalStateException if there is an open one
	 * @throws QueueClosedException if this queue is closed
	 */
	Subscription subscribe(DeliveryHandler handler);

	/**
	 * Counts the messages. Cheap, and may be stale.
	 * @return the numbers; all unknown without {@link QueueFeature#DEPTH}
	 */
	QueueStats stats();

	/**
	 * Returns the dead letters of this queue.
	 * @return the dead letters, empty without {@link QueueFeature#DEAD_LETTERS}
	 */
	DeadLetters<Envelope> deadLetters();

	/**
	 * Closes the queue with its subscription, which gets no grace. Messages stay in
	 * engines that are {@link QueueFeature#DURABLE}. Repeating it has no effect.
	 */
	@Override
	void close();

}
