package io.atasker.queue;

/**
 * How many messages a queue has, where. May be stale; -1 stands for unknown.
 *
 * @param ready those that could be delivered now
 * @param inFlight those that are delivered and not settled, on all nodes
 * @param delayed those that wait for their time
 * @param dead those that were given up
 */
public record QueueStats(long ready, long inFlight, long delayed, long dead) {

	/** Stands for a number that the engine does not know. */
	public static final long UNKNOWN = -1;

}
