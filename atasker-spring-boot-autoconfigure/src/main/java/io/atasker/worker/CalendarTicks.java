package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;

import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * By calendar, on the wall clock. The monotonic clock says when to look at it: at least
 * every 30 s, since the two may drift apart or be set.
 */
final class CalendarTicks extends Ticks {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private static final long LONGEST_LOOK = 30_000_000_000L;

	private static final int MOST_SKIPPED = 10_000;

	private final CalendarSchedule calendar;

	/** Never before this instant, nor at it. */
	private Instant last;

	private @Nullable Instant next;

	private long shift;

	CalendarTicks(Schedule schedule, CalendarSchedule calendar, TimeSource time, long startedAt) {
		super(schedule, time, startedAt);
		this.calendar = calendar;
		this.last = time.instant().plusNanos(Math.max(0, first() - time.nanoTime()));
	}

	@Override
	long plan() {
		Instant now = this.time.instant();
		Instant candidate = after(this.last);
		long skipped = 0;
		while (candidate != null && candidate.isBefore(now)) {
			skipped++;
			candidate = after((skipped < MOST_SKIPPED) ? candidate : now.minusNanos(1));
		}
		this.next = candidate;
		this.shift = shift();
		return skipped;
	}

	/** The calendar may be anybody's: one that fails must not take the worker with it. */
	private @Nullable Instant after(Instant instant) {
		try {
			Instant found = this.calendar.next(instant);
			if (found == null || found.isAfter(instant)) {
				return found;
			}
			logger.error("Calendar '{}' says that {} comes after {}; there are no executions by it until a new start",
					this.calendar.expression(), found, instant);
		}
		catch (RuntimeException ex) {
			logger.error("A calendar has failed; there are no executions by it until a new start",
					ErrorText.loggable(ex));
		}
		return null;
	}

	@Override
	boolean hasNext() {
		return this.next != null;
	}

	@Override
	long launchAt() {
		return this.time.nanoTime() + left();
	}

	@Override
	long wakeAt(long launchAt) {
		return this.time.nanoTime() + Math.min(left(), LONGEST_LOOK);
	}

	@Override
	boolean isDue(long launchAt) {
		return left() <= 0;
	}

	private long left() {
		if (this.next == null) {
			return Long.MAX_VALUE / 4;
		}
		Duration left = Duration.between(this.time.instant(), this.next);
		return (left.toDays() > 36_500) ? Duration.ofDays(36_500).toNanos() : left.toNanos() + this.shift;
	}

	@Override
	void fired() {
		if (this.next != null) {
			this.last = this.next;
		}
	}

	@Override
	void resume() {
		Instant now = this.time.instant();
		this.last = now.isAfter(this.last) ? now.minusNanos(1) : this.last;
	}

}
