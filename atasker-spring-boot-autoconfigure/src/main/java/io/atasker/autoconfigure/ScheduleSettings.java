package io.atasker.autoconfigure;

import java.time.ZoneId;

import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.Schedule;
import io.atasker.worker.WorkerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

/**
 * The schedule among the properties of a worker. It replaces what the worker was defined
 * with: an interval a delay or a cron expression, and so on.
 *
 * @param settings the properties
 */
record ScheduleSettings(KeyedWorkerProperties settings) {

	/**
	 * Refuses what excludes each other.
	 */
	void check() {
		exclusive(WorkerAttribute.INTERVAL, WorkerAttribute.DELAY);
		exclusive(WorkerAttribute.CRON, WorkerAttribute.INTERVAL);
		exclusive(WorkerAttribute.CRON, WorkerAttribute.DELAY);
		exclusive(WorkerAttribute.CRON, WorkerAttribute.DELAY_BEFORE);
	}

	private void exclusive(WorkerAttribute one, WorkerAttribute other) {
		MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn((values) -> {
			values.put(this.settings.property(one), one.value(this.settings.properties()));
			values.put(this.settings.property(other), other.value(this.settings.properties()));
		});
	}

	/**
	 * Replaces the schedule of a builder.
	 * @param builder the builder
	 * @param defined the schedule so far, {@code null} if the worker has none
	 */
	void applyTo(WorkerBuilder<?, ?> builder, @Nullable Schedule defined) {
		WorkerProperties properties = this.settings.properties();
		if (properties.interval() != null || properties.delay() != null || properties.delayBefore() != null) {
			builder.replaceSchedule(properties.interval(), properties.delay(), properties.delayBefore());
		}
		else if (properties.cron() != null || properties.zone() != null) {
			applyCalendar(builder, (defined != null) ? defined.calendar() : null);
		}
	}

	private void applyCalendar(WorkerBuilder<?, ?> builder, @Nullable CalendarSchedule defined) {
		String cron = this.settings.properties().cron();
		ZoneId zone = this.settings.properties().zone();
		if (cron == null && defined == null) {
			throw this.settings.invalid(WorkerAttribute.ZONE,
					"A time zone needs a cron expression. Set 'cron' too, or remove the property.");
		}
		if (zone == null) {
			zone = (defined != null) ? defined.zone() : ZoneId.systemDefault();
		}
		if (cron != null) {
			builder.cron(cron, zone);
		}
		else if (defined != null) {
			builder.cron(defined.expression(), zone);
		}
	}

}
