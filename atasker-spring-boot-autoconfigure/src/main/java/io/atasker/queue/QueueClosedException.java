package io.atasker.queue;

/**
 * Thrown when a queue is used after it was closed. Nothing was accepted.
 */
public class QueueClosedException extends IllegalStateException {

	private static final long serialVersionUID = 1L;

	private final String queue;

	/**
	 * Creates an exception.
	 * @param queue the name of the queue
	 */
	public QueueClosedException(String queue) {
		super("queue '%s' is closed; the application, or the provider of the queue, is shutting down".formatted(queue));
		this.queue = queue;
	}

	/**
	 * Returns the queue.
	 * @return the name of the queue
	 */
	public String getQueue() {
		return this.queue;
	}

}
