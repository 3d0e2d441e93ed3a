package io.atasker.worker;

import java.time.Instant;
import java.time.ZoneId;

import org.jspecify.annotations.Nullable;

/**
 * A schedule by calendar, such as a cron expression. Immutable.
 */
public interface CalendarSchedule {

	/**
	 * Returns the expression, for people.
	 * @return the text
	 */
	String expression();

	/**
	 * Returns the time zone.
	 * @return the zone
	 */
	ZoneId zone();

	/**
	 * Returns the next time after an instant.
	 * @param after the instant, exclusive
	 * @return the time, or {@code null} if there is none
	 */
	@Nullable Instant next(Instant after);

}
