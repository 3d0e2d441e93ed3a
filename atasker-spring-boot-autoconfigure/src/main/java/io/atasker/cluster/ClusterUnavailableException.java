package io.atasker.cluster;

import org.jspecify.annotations.Nullable;

/**
 * A command to all nodes could not be written. The message says whether it is certain
 * that it was not.
 */
public final class ClusterUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Makes the exception.
	 * @param message what is wrong
	 * @param cause why, {@code null} if nothing was thrown
	 */
	public ClusterUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
