package io.atasker.process;

import org.jspecify.annotations.Nullable;

/**
 * No child process can be started at present: it was tried too often in vain, or the pool
 * is closed. Tasks fail at once with this until an attempt succeeds, of which there is
 * one now and then.
 */
public class ProcessPoolUnavailableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what is wrong and what to do
	 * @param cause why the last attempt failed
	 */
	ProcessPoolUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
