package io.atasker.annotation;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;

import io.atasker.worker.WorkerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Translates the schedule of an annotated interval worker into calls of its builder.
 */
final class ScheduleTranslator {

	private final WorkerAttributes attributes;

	private final WorkerBuilder<?, ?> builder;

	ScheduleTranslator(WorkerAttributes attributes, WorkerBuilder<?, ?> builder) {
		this.attributes = attributes;
		this.builder = builder;
	}

	void translate() {
		Duration interval = this.attributes.positiveDuration("interval");
		Duration delay = this.attributes.positiveDuration("delay");
		Duration delayBefore = this.attributes.positiveDuration("delayBefore");
		String cron = this.attributes.text("cron");
		requireAlone("interval", interval, "delay", delay);
		requireAlone("cron", cron, "interval", interval);
		requireAlone("cron", cron, "delay", delay);
		requireAlone("cron", cron, "delayBefore", delayBefore);
		requireShorter(delayBefore, interval);
		if (cron != null) {
			this.builder.cron(cron, zone());
		}
		else {
			this.builder.schedule(Unscheduled.SCHEDULE);
			this.builder.replaceSchedule(interval, delay, delayBefore);
		}
		Duration initialDelay = this.attributes.duration("initialDelay");
		if (initialDelay != null) {
			this.builder.initialDelay(initialDelay);
		}
		Duration jitter = this.attributes.duration("jitter");
		if (jitter != null) {
			this.builder.jitter(jitter);
		}
	}

	private void requireAlone(String first, @Nullable Object firstValue, String second, @Nullable Object secondValue) {
		if (firstValue != null && secondValue != null) {
			throw this.attributes.invalid(second,
					"it excludes %s, which is \"%s\"; interval, delay and cron exclude each other, cron excludes delayBefore"
						.formatted(first, this.attributes.written(first)),
					"Leave out " + first + " or " + second);
		}
	}

	private void requireShorter(@Nullable Duration delayBefore, @Nullable Duration interval) {
		if (delayBefore != null && interval != null && delayBefore.compareTo(interval) >= 0) {
			throw this.attributes.invalid("delayBefore",
					"it is not shorter than interval, which is \"%s\"".formatted(this.attributes.written("interval")),
					"Make it shorter, or use delay for a pause after each run");
		}
	}

	private ZoneId zone() {
		ZoneId zone = this.attributes.value("zone", ScheduleTranslator::zone,
				"Use the id of a time zone, such as Europe/Paris or UTC");
		return (zone != null) ? zone : ZoneId.systemDefault();
	}

	private static ZoneId zone(String text) {
		try {
			return ZoneId.of(text);
		}
		catch (DateTimeException ex) {
			throw new IllegalArgumentException("there is no such time zone", ex);
		}
	}

}
