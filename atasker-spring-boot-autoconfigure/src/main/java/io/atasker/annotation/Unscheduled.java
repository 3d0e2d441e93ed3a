package io.atasker.annotation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Stands for the schedule of an interval worker whose annotation has none, until a
 * property replaces it. A worker that still has it in the end is refused.
 */
enum Unscheduled implements CalendarSchedule {

	/** The only one. */
	INSTANCE;

	static final Schedule SCHEDULE = Schedule.of(INSTANCE);

	@Override
	public String expression() {
		return "";
	}

	@Override
	public ZoneId zone() {
		return ZoneOffset.UTC;
	}

	@Override
	public @Nullable Instant next(Instant after) {
		return null;
	}

}
