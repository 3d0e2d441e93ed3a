package io.atasker.supervisor;

import java.time.Duration;
import java.util.Locale;

/**
 * Durations as numbers and as words.
 */
final class Durations {

	private Durations() {
	}

	/**
	 * Returns the nanoseconds, as many as fit.
	 * @param duration a duration that is not negative
	 * @return the nanoseconds
	 */
	static long nanos(Duration duration) {
		boolean fits = duration.getSeconds() < Long.MAX_VALUE / 1_000_000_000;
		return fits ? duration.toNanos() : Long.MAX_VALUE;
	}

	/**
	 * Returns a text for the log.
	 * @param nanos the nanoseconds
	 * @return milliseconds below one second, and seconds above
	 */
	static String text(long nanos) {
		return (nanos < 1_000_000_000L) ? (nanos / 1_000_000) + " ms"
				: String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
	}

}
