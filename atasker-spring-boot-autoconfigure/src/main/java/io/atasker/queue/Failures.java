package io.atasker.queue;

import org.slf4j.Logger;

/**
 * Logs what foreign code has thrown, and survives it when the throwable itself is
 * hostile.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Logs a failure.
	 * @param logger where
	 * @param message says what failed and what happens next
	 * @param failure what was thrown
	 */
	static void log(Logger logger, String message, Throwable failure) {
		try {
			logger.error(message, failure);
		}
		catch (Throwable hostile) {
			try {
				logger.error(message + " ({} cannot be printed)", failure.getClass().getName());
			}
			catch (Throwable ex) {
				// there is nowhere left to say it
			}
		}
	}

}
