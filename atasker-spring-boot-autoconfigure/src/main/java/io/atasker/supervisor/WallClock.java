package io.atasker.supervisor;

import java.time.Instant;

import io.atasker.time.TimeSource;

/**
 * Both clocks at one moment. Tells the wall clock of other moments near it from the
 * monotonic one, which is cheaper to read and to keep.
 *
 * @param instant the wall clock
 * @param nanoTime the monotonic clock
 */
record WallClock(Instant instant, long nanoTime) {

	/** The wall clock may be set, and the two drift apart. */
	private static final long OLD = 1_000_000_000;

	static WallClock now(TimeSource time) {
		return new WallClock(time.instant(), time.nanoTime());
	}

	boolean isOld(long now) {
		return now - this.nanoTime >= OLD;
	}

	Instant at(long moment) {
		return this.instant.plusNanos(moment - this.nanoTime);
	}

}
