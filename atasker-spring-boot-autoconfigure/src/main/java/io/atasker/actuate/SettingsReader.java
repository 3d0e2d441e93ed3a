package io.atasker.actuate;

import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.CronParser;
import io.atasker.worker.Schedule;
import io.atasker.worker.StartOptions;
import io.atasker.worker.WorkerSettings;
import org.jspecify.annotations.Nullable;

/**
 * Reads start options and settings from arguments.
 */
final class SettingsReader {

	static final String RESET = "reset";

	static final String FOR = "for";

	private static final List<String> SETTINGS = List.of("interval", "delay", "delayBefore", "cron", "priority",
			"concurrency", "capacity", "timeout");

	static final List<String> KEYS = List.of("interval", "delay", "delayBefore", "cron", "priority", "concurrency",
			"capacity", "timeout", FOR, RESET, "reason");

	private final CronParser cronParser;

	SettingsReader(CronParser cronParser) {
		this.cronParser = cronParser;
	}

	StartOptions startOptions(Arguments arguments) {
		StartOptions.Builder options = StartOptions.builder()
			.label(arguments.text("label"))
			.priority(arguments.priority("priority"))
			.interval(arguments.duration("interval"))
			.delay(arguments.duration("delay"))
			.delayBefore(arguments.duration("delayBefore"))
			.loop(arguments.text("loop"));
		arguments.object("arguments").forEach(options::argument);
		return options.build();
	}

	/**
	 * Refuses arguments of a change that do not say what to change.
	 * @param arguments the arguments
	 */
	void requireChange(Arguments arguments) {
		arguments.requireOnly(KEYS);
		boolean settings = arguments.hasAny(SETTINGS);
		boolean reset = arguments.text(RESET) != null;
		if (settings == reset) {
			throw RefusedException.invalid(settings ? RESET + " excludes all settings"
					: "nothing to change; take " + RESET + " or " + SETTINGS);
		}
		if (reset && arguments.text(FOR) != null) {
			throw RefusedException.invalid(RESET + " excludes " + FOR);
		}
	}

	WorkerSettings settings(Arguments arguments, BackgroundWorker worker) {
		return new WorkerSettings(arguments.duration("interval"), arguments.duration("delay"),
				arguments.duration("delayBefore"), calendar(arguments.text("cron"), worker),
				arguments.priority("priority"), arguments.integer("concurrency"), arguments.number("capacity"),
				arguments.durationOrZero("timeout"));
	}

	/**
	 * Returns which settings are to be reset.
	 * @param names names with commas between them, or "all"
	 * @return the names, empty for all
	 */
	static List<String> resets(String names) {
		return names.trim().equals("all") ? List.of() : Arrays.stream(names.split(",")).map(String::trim).toList();
	}

	private @Nullable CalendarSchedule calendar(@Nullable String cron, BackgroundWorker worker) {
		if (cron == null) {
			return null;
		}
		ZoneId zone = zone(worker);
		try {
			return cron.equals(TriggerOnly.EXPRESSION) ? new TriggerOnly(zone) : this.cronParser.parse(cron, zone);
		}
		catch (IllegalArgumentException ex) {
			throw RefusedException.invalid("cron %s: %s".formatted(SafeText.quoted(cron), SafeText.message(ex)));
		}
	}

	private static ZoneId zone(BackgroundWorker worker) {
		Schedule schedule = worker.snapshot().schedule();
		CalendarSchedule calendar = (schedule != null) ? schedule.calendar() : null;
		return (calendar != null) ? calendar.zone() : ZoneId.systemDefault();
	}

}
