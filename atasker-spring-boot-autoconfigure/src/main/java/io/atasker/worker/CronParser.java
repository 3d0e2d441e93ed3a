package io.atasker.worker;

import java.time.ZoneId;

/**
 * Reads cron expressions.
 */
@FunctionalInterface
public interface CronParser {

	/** There is none: a cron expression is refused. */
	CronParser NONE = (expression, zone) -> {
		throw new IllegalArgumentException(
				"cron expressions need a parser: set one with WorkersBuilder.cronParser, or use schedule(...)");
	};

	/**
	 * Reads an expression.
	 * @param expression the expression
	 * @param zone the time zone
	 * @return the schedule
	 * @throws IllegalArgumentException if it cannot be read; the message says why
	 */
	CalendarSchedule parse(String expression, ZoneId zone);

}
