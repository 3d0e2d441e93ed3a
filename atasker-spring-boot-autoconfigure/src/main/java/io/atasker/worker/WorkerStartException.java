package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * A worker could not be started: a hook threw, or an argument is missing.
 */
public class WorkerStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes the exception.
	 * @param message what failed and what to do
	 * @param cause why, or {@code null}
	 */
	public WorkerStartException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
