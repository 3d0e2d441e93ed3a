package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The settings that were changed while running. Each has an author and perhaps an end.
 */
final class Overrides {

	/** Which settings take each other's place. */
	private static final Map<String, List<String>> EXCLUSIVE = Map.of("interval", List.of("delay", "cron"), "delay",
			List.of("interval", "cron"), "delayBefore", List.of("cron"), "cron",
			List.of("interval", "delay", "delayBefore"));

	static final List<String> KEYS = List.of("interval", "delay", "delayBefore", "cron", "priority", "concurrency",
			"capacity", "timeout");

	/** Most workers never have any. */
	@GuardedBy("this")
	private @Nullable Map<String, Entry> entries;

	private volatile WorkerSettings settings = WorkerSettings.NONE;

	/**
	 * Sets what is given.
	 * @param change what to set
	 * @param at the time
	 * @param until when it ends, or {@code null}
	 * @param deadline the same on the monotonic clock
	 * @param by who did it
	 */
	synchronized void put(WorkerSettings change, Instant at, @Nullable Instant until, long deadline, String by) {
		Map<String, Entry> all = (this.entries != null) ? this.entries : new LinkedHashMap<>();
		this.entries = all;
		values(change).forEach((key, value) -> {
			EXCLUSIVE.getOrDefault(key, List.of()).forEach(all::remove);
			all.put(key, new Entry(value, by, at, until, deadline));
		});
		this.settings = settings(all);
	}

	/**
	 * Takes settings back.
	 * @param keys which, empty for all
	 * @return whether there was one
	 */
	synchronized boolean remove(Collection<String> keys) {
		if (this.entries == null) {
			return false;
		}
		Collection<String> gone = keys.isEmpty() ? KEYS : keys;
		boolean changed = this.entries.keySet().removeAll(List.copyOf(gone));
		this.settings = settings(this.entries);
		return changed;
	}

	/**
	 * Takes settings back that have come to their end.
	 * @param now the time on the monotonic clock, which nobody sets
	 * @return whether there was one
	 */
	synchronized boolean expire(long now) {
		if (this.entries == null) {
			return false;
		}
		boolean changed = this.entries.values().removeIf((entry) -> entry.until != null && entry.deadline - now <= 0);
		this.settings = settings(this.entries);
		return changed;
	}

	/**
	 * Returns what is set.
	 * @return the settings
	 */
	WorkerSettings settings() {
		return this.settings;
	}

	/**
	 * Describes what is set.
	 * @param configured the settings without it
	 * @return by key
	 */
	synchronized Map<String, WorkerSnapshot.Override> describe(Effective configured) {
		Map<String, WorkerSnapshot.Override> result = new LinkedHashMap<>();
		if (this.entries != null) {
			this.entries
				.forEach((key, entry) -> result.put(key, new WorkerSnapshot.Override(configured(key, configured),
						text(entry.value), entry.by, entry.at, entry.until)));
		}
		return result;
	}

	private static @Nullable Object configured(String key, Effective configured) {
		Schedule schedule = configured.schedule();
		return switch (key) {
			case "interval" -> (schedule != null) ? schedule.interval() : null;
			case "delay" -> (schedule != null) ? schedule.delay() : null;
			case "delayBefore" -> (schedule != null) ? schedule.delayBefore() : null;
			case "cron" -> (schedule != null && schedule.calendar() != null) ? schedule.calendar().expression() : null;
			case "priority" -> configured.priority();
			case "concurrency" -> configured.concurrency();
			case "capacity" -> configured.capacity();
			default -> Duration.ofNanos(configured.timeout());
		};
	}

	private static Object text(Object value) {
		return (value instanceof CalendarSchedule calendar) ? calendar.expression() : value;
	}

	static Map<String, Object> values(WorkerSettings change) {
		Map<String, Object> values = new LinkedHashMap<>();
		List<@Nullable Object> all = new ArrayList<>();
		all.add(change.interval());
		all.add(change.delay());
		all.add(change.delayBefore());
		all.add(change.calendar());
		all.add(change.priority());
		all.add(change.concurrency());
		all.add(change.capacity());
		all.add(change.timeout());
		for (int i = 0; i < KEYS.size(); i++) {
			Object value = all.get(i);
			if (value != null) {
				values.put(KEYS.get(i), value);
			}
		}
		return values;
	}

	private static WorkerSettings settings(Map<String, Entry> entries) {
		return new WorkerSettings(value(entries, "interval", Duration.class), value(entries, "delay", Duration.class),
				value(entries, "delayBefore", Duration.class), value(entries, "cron", CalendarSchedule.class),
				value(entries, "priority", Priority.class), value(entries, "concurrency", Integer.class),
				value(entries, "capacity", Long.class), value(entries, "timeout", Duration.class));
	}

	private static <V> @Nullable V value(Map<String, Entry> entries, String key, Class<V> type) {
		Entry entry = entries.get(key);
		return (entry != null) ? type.cast(entry.value) : null;
	}

	private record Entry(Object value, String by, Instant at, @Nullable Instant until, long deadline) {

	}

}
