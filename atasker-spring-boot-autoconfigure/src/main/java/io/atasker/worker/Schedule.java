package io.atasker.worker;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * When an interval worker runs.
 *
 * @param interval from start to start, on a fixed grid without drift; excludes
 * {@code delay} and {@code calendar}
 * @param delay from the end of any run to the start of the next
 * @param delayBefore a pause before each scheduled launch; alone it makes "pause, run,
 * repeat". A trigger skips it
 * @param calendar by calendar; excludes the other three
 * @param initialDelay how long after the start the first tick is
 * @param jitter each single launch is shifted by a random part of this, the grid never
 */
public record Schedule(@Nullable Duration interval, @Nullable Duration delay, @Nullable Duration delayBefore,
		@Nullable CalendarSchedule calendar, Duration initialDelay, Duration jitter) {

	/** The longest duration that is taken: 100 years. */
	static final Duration LONGEST = Duration.ofDays(36_525);

	/** By trigger only. */
	public static final Schedule TRIGGER_ONLY = new Schedule(null, null, null, null, Duration.ZERO, Duration.ZERO);

	/**
	 * Checks the durations and what excludes what.
	 * @throws IllegalArgumentException naming what is wrong
	 */
	public Schedule {
		requirePositive("interval", interval);
		requirePositive("delay", delay);
		requirePositive("delayBefore", delayBefore);
		requireNotNegative("initialDelay", initialDelay);
		requireNotNegative("jitter", jitter);
		if (interval != null && delay != null) {
			throw new IllegalArgumentException("interval and delay exclude each other");
		}
		if (calendar != null && (interval != null || delay != null || delayBefore != null)) {
			throw new IllegalArgumentException("cron excludes interval, delay and delayBefore");
		}
		if (interval != null && delayBefore != null && delayBefore.compareTo(interval) >= 0) {
			throw new IllegalArgumentException("delayBefore must be shorter than interval");
		}
	}

	/**
	 * Runs at a fixed rate.
	 * @param interval from start to start
	 * @return the schedule
	 */
	public static Schedule every(Duration interval) {
		return new Schedule(interval, null, null, null, Duration.ZERO, Duration.ZERO);
	}

	/**
	 * Runs with a fixed pause.
	 * @param delay from end to start
	 * @return the schedule
	 */
	public static Schedule withDelay(Duration delay) {
		return new Schedule(null, delay, null, null, Duration.ZERO, Duration.ZERO);
	}

	/**
	 * Pauses, runs, repeats.
	 * @param delayBefore the pause
	 * @return the schedule
	 */
	public static Schedule withDelayBefore(Duration delayBefore) {
		return new Schedule(null, null, delayBefore, null, Duration.ZERO, Duration.ZERO);
	}

	/**
	 * Runs by calendar.
	 * @param calendar the calendar
	 * @return the schedule
	 */
	public static Schedule of(CalendarSchedule calendar) {
		return new Schedule(null, null, null, calendar, Duration.ZERO, Duration.ZERO);
	}

	/**
	 * Returns a copy with an initial delay.
	 * @param initialDelay how long after the start the first tick is
	 * @return the copy
	 */
	public Schedule withInitialDelay(Duration initialDelay) {
		return new Schedule(this.interval, this.delay, this.delayBefore, this.calendar, initialDelay, this.jitter);
	}

	/**
	 * Returns a copy with jitter.
	 * @param jitter by how much a launch is shifted at most
	 * @return the copy
	 */
	public Schedule withJitter(Duration jitter) {
		return new Schedule(this.interval, this.delay, this.delayBefore, this.calendar, this.initialDelay, jitter);
	}

	/**
	 * Returns whether it never launches by itself.
	 * @return whether it is by trigger only
	 */
	public boolean isTriggerOnly() {
		return this.interval == null && this.delay == null && this.delayBefore == null && this.calendar == null;
	}

	/** Returns whether it is a pause from the end of a run to the start of the next. */
	boolean isFromEndToStart() {
		return !isTriggerOnly() && this.interval == null && this.calendar == null;
	}

	/**
	 * Returns a copy in which what is given replaces what is there: an interval replaces
	 * a delay and a calendar, and so on.
	 * @param interval the interval, or {@code null} to keep
	 * @param delay the delay, or {@code null} to keep
	 * @param delayBefore the pause, or {@code null} to keep
	 * @return the copy
	 * @throws IllegalArgumentException if interval and delay are both given
	 */
	public Schedule with(@Nullable Duration interval, @Nullable Duration delay, @Nullable Duration delayBefore) {
		if (interval == null && delay == null && delayBefore == null) {
			return this;
		}
		Duration newInterval = (interval != null || delay != null) ? interval : this.interval;
		Duration newDelay = (interval != null || delay != null) ? delay : this.delay;
		Duration newDelayBefore = (delayBefore != null) ? delayBefore : this.delayBefore;
		return new Schedule(newInterval, newDelay, newDelayBefore, null, this.initialDelay, this.jitter);
	}

	private static void requirePositive(String name, @Nullable Duration value) {
		if (value != null && (value.isZero() || value.isNegative() || value.compareTo(LONGEST) > 0)) {
			throw new IllegalArgumentException(
					name + " must be positive and not longer than 100 years, but is " + value);
		}
	}

	private static void requireNotNegative(String name, Duration value) {
		if (value.isNegative() || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					name + " must not be negative nor longer than 100 years, but is " + value);
		}
	}

}
