package io.atasker.queue;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the engine of a queue does not answer. What was asked of it may or may not
 * have happened.
 */
public class QueueUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String queue;

	/**
	 * Creates an exception.
	 * @param queue the name of the queue
	 * @param reason what went wrong
	 * @param cause what the engine has thrown, if anything
	 */
	public QueueUnavailableException(String queue, String reason, @Nullable Throwable cause) {
		super("queue '%s' is unavailable: %s".formatted(queue, reason), cause);
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
