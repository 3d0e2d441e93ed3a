package io.atasker.actuate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.WorkerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A setting that was changed while running.
 *
 * @param configured the configured value
 * @param effective the value in force
 * @param by who changed it
 * @param at when
 * @param until when the configured value comes back
 */
public record OverrideDescriptor(@Nullable Object configured, @Nullable Object effective, String by, Instant at,
		@Nullable Instant until) {

	static @Nullable Map<String, OverrideDescriptor> of(Map<String, WorkerSnapshot.Override> overrides) {
		if (overrides.isEmpty()) {
			return null;
		}
		Map<String, OverrideDescriptor> descriptors = new LinkedHashMap<>();
		overrides.forEach((key, override) -> descriptors.put(key, of(override)));
		return descriptors;
	}

	private static OverrideDescriptor of(WorkerSnapshot.Override override) {
		return new OverrideDescriptor(shown(override.configured()), shown(override.effective()),
				SafeText.of(override.by()), Moment.of(override.at()), Moment.orNull(override.until()));
	}

	private static @Nullable Object shown(@Nullable Object value) {
		if (value == null || value instanceof Number) {
			return value;
		}
		return (value instanceof CalendarSchedule calendar) ? calendar.expression() : SafeText.of(value.toString());
	}

}
