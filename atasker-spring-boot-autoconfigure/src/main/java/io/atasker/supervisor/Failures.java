package io.atasker.supervisor;

import org.slf4j.Logger;

/**
 * Logs what foreign code has thrown, and survives it when the throwable itself is
 * hostile.
 */
final class Failures {

	private Failures() {
	}

	/**
	 * Logs a failure of a task.
	 * @param logger where
	 * @param what what has failed
	 * @param task whose it is
	 * @param failure what it threw
	 */
	static void log(Logger logger, String what, PoolTask task, Throwable failure) {
		try {
			log(logger, "{} '{}' " + what, "task", nameOf(task), failure);
		}
		catch (OutOfMemoryError ex) {
			// there is nothing left to say it with
		}
	}

	private static String nameOf(PoolTask task) {
		try {
			return task.name();
		}
		catch (Throwable ex) {
			return "unknown";
		}
	}

	/**
	 * Logs a failure.
	 * @param logger where
	 * @param message says what failed and what happens next, with two placeholders
	 * @param kind what failed
	 * @param name its name
	 * @param failure what it threw
	 */
	static void log(Logger logger, String message, String kind, String name, Throwable failure) {
		try {
			logger.error(message, kind, name, failure);
		}
		catch (Throwable hostile) {
			try {
				logger.error(message + " ({} cannot be printed)", kind, name, failure.getClass().getName());
			}
			catch (Throwable ex) {
				// there is nowhere left to say it
			}
		}
	}

}
