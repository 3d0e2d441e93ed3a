package io.atasker.queue;

/**
 * What an engine of queues can do. A worker that asks for more than its engine offers
 * stops startup; nothing is silently done by half.
 */
public enum QueueFeature {

	/** A message survives the end of this JVM once it was put. */
	DURABLE,

	/** Several nodes may put into and consume from the same queue. */
	SHARED,

	/** Messages of a higher priority are delivered first. */
	PRIORITY,

	/** A message can be put, or retried, with a delay. */
	DELAYED_RETRY,

	/** Messages that were given up are kept, can be listed, and put back. */
	DEAD_LETTERS,

	/** Within a transaction a message is put when the transaction commits. */
	TRANSACTIONAL_PUT,

	/** At most one message of the queue is in progress in the whole cluster. */
	CLUSTER_SEQUENTIAL,

	/** Queues of kind {@link QueueSpec.Kind#SIGNAL} are possible. */
	SIGNAL,

	/** {@link WorkerQueue#stats()} knows how many messages there are. */
	DEPTH,

	/** {@link QueueSpec#capacity()} is heeded exactly. */
	CAPACITY,

	/**
	 * Items are ordered by themselves, by a comparator or by a queue class of the user:
	 * what is only possible where the items are objects.
	 */
	ITEM_ORDER

}
