package io.atasker.annotation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;

import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.CronParser;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.StringUtils;

/**
 * Reads cron expressions as Spring does: six fields, the first of which is the seconds, or
 * a macro such as {@code @daily}.
 * <p>
 * A time that a change to summer time leaves out is skipped. An expression that never comes
 * true, such as the 30th of February, is refused.
 */
public final class SpringCronParser implements CronParser {

	/**
	 * Makes the parser.
	 */
	public SpringCronParser() {
	}

	@Override
	public CalendarSchedule parse(String expression, ZoneId zone) {
		int fields = StringUtils.tokenizeToStringArray(expression, " ").length;
		if (fields == 5) {
			throw new IllegalArgumentException("it has five fields; six are needed, beginning with the seconds, as in \"0 "
					+ expression.trim() + "\"");
		}
		CronSchedule schedule = new CronSchedule(expression, zone, CronExpression.parse(expression));
		if (schedule.next(Instant.now()) == null) {
			throw new IllegalArgumentException("there is no time that it matches");
		}
		return schedule;
	}

	private record CronSchedule(String expression, ZoneId zone, CronExpression cron) implements CalendarSchedule {

		@Override
		public @Nullable Instant next(Instant after) {
			ZonedDateTime next = this.cron.next(after.atZone(this.zone));
			return (next != null) ? next.toInstant() : null;
		}

	}

}
