package io.atasker.actuate;

import java.time.Duration;

import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * When an interval worker runs.
 *
 * @param interval from start to start
 * @param delay from end to start
 * @param delayBefore the pause before each launch
 * @param cron the cron expression, "-" for by trigger only
 * @param zone the time zone of the cron expression
 */
public record ScheduleDescriptor(@Nullable Duration interval, @Nullable Duration delay, @Nullable Duration delayBefore,
		@Nullable String cron, @Nullable String zone) {

	static @Nullable ScheduleDescriptor of(@Nullable Schedule schedule) {
		if (schedule == null) {
			return null;
		}
		CalendarSchedule calendar = schedule.calendar();
		if (calendar != null) {
			return new ScheduleDescriptor(null, null, null, calendar.expression(), calendar.zone().getId());
		}
		return new ScheduleDescriptor(schedule.interval(), schedule.delay(), schedule.delayBefore(),
				schedule.isTriggerOnly() ? TriggerOnly.EXPRESSION : null, null);
	}

}
