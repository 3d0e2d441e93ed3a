package io.atasker.annotation;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;

import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.CronParser;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.CronExpression;
import org.springframework.util.StringUtils;

/**
 * Reads cron expressions as Spring does: six fields, the first of which is the seconds,
 * or a macro such as {@code @daily}.
 * <p>
 * A time that a change to summer time leaves out is skipped. A time that comes twice when
 * the clock is set back counts once, the first time, unless the expression is for every
 * hour. An expression that never comes true, such as the 30th of February, is refused.
 */
public final class SpringCronParser implements CronParser {

	private static final int FIELDS = 6;

	private static final int HOUR = 2;

	/**
	 * Makes the parser.
	 */
	public SpringCronParser() {
	}

	@Override
	public CalendarSchedule parse(String expression, ZoneId zone) {
		String[] fields = StringUtils.tokenizeToStringArray(expression, " ");
		if (fields.length == FIELDS - 1) {
			throw new IllegalArgumentException(
					"it has five fields; six are needed, beginning with the seconds, as in \"0 " + expression.trim()
							+ "\"");
		}
		boolean everyHour = (fields.length == FIELDS) ? fields[HOUR].equals("*") : expression.trim().equals("@hourly");
		CronSchedule schedule = new CronSchedule(expression, zone, CronExpression.parse(expression), everyHour);
		if (schedule.next(Instant.now()) == null) {
			throw new IllegalArgumentException("there is no time that it matches");
		}
		return schedule;
	}

	private record CronSchedule(String expression, ZoneId zone, CronExpression cron,
			boolean everyHour) implements CalendarSchedule {

		@Override
		public @Nullable Instant next(Instant after) {
			ZonedDateTime next = this.cron.next(after.atZone(this.zone));
			while (next != null && !this.everyHour && isSecondTime(next)) {
				next = this.cron.next(next);
			}
			return (next != null) ? next.toInstant() : null;
		}

		private boolean isSecondTime(ZonedDateTime time) {
			ZoneOffsetTransition transition = this.zone.getRules().getTransition(time.toLocalDateTime());
			return transition != null && transition.isOverlap() && time.getOffset().equals(transition.getOffsetAfter());
		}

	}

}
