package io.atasker.actuate;

import java.time.Instant;
import java.time.ZoneId;

import io.atasker.worker.CalendarSchedule;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of an interval worker that is told "-": it never launches by itself.
 *
 * @param zone the time zone, which means nothing here
 */
record TriggerOnly(ZoneId zone) implements CalendarSchedule {

	static final String EXPRESSION = "-";

	@Override
	public String expression() {
		return EXPRESSION;
	}

	@Override
	public @Nullable Instant next(Instant after) {
		return null;
	}

}
