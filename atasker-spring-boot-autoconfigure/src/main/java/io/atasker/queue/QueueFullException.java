package io.atasker.queue;

/**
 * Thrown when an item is put into a queue that holds as many as its capacity allows. The
 * item was not accepted; the caller decides whether to drop it, to try later or to wait.
 */
public class QueueFullException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String queue;

	private final long size;

	private final long capacity;

	/**
	 * Creates an exception.
	 * @param queue the name of the queue, which is that of its worker
	 * @param size how many items wait in it
	 * @param capacity its capacity
	 */
	public QueueFullException(String queue, long size, long capacity) {
		super(("queue '%s' is full: %d items wait and its capacity is %d; raise the capacity or the concurrency of"
				+ " worker '%s', put less, or use offer, which answers false or waits for room")
			.formatted(queue, size, capacity, queue));
		this.queue = queue;
		this.size = size;
		this.capacity = capacity;
	}

	/**
	 * Returns the queue.
	 * @return the name of the queue
	 */
	public String getQueue() {
		return this.queue;
	}

	/**
	 * Returns the size.
	 * @return how many items waited
	 */
	public long getSize() {
		return this.size;
	}

	/**
	 * Returns the capacity.
	 * @return the capacity of the queue
	 */
	public long getCapacity() {
		return this.capacity;
	}

}
