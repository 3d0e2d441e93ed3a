package io.atasker.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * Times as they are shown. The engine measures on a clock that only counts, so that each
 * reader would see other nanoseconds of the same time, and a minute that begins a little
 * early.
 */
final class Moment {

	private static final Duration HALF = Duration.ofNanos(500_000);

	private Moment() {
	}

	/**
	 * Rounds.
	 * @param time a time
	 * @return the nearest millisecond
	 */
	static Instant of(Instant time) {
		return time.plus(HALF).truncatedTo(ChronoUnit.MILLIS);
	}

	static @Nullable Instant orNull(@Nullable Instant time) {
		return (time != null) ? of(time) : null;
	}

}
