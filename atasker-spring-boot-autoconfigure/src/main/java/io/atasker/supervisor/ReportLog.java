package io.atasker.supervisor;

import java.util.stream.Collectors;

import io.atasker.supervisor.ShutdownReport.Unfinished;
import org.slf4j.Logger;

/**
 * Writes what a stop came to into the log, in one line, bounded.
 */
final class ReportLog {

	private static final int MOST = 20;

	private static final int FRAMES = 5;

	private ReportLog() {
	}

	static void write(Logger logger, String supervisor, ShutdownReport report) {
		String took = Durations.text(report.took().toNanos());
		if (report.isComplete()) {
			logger.info("supervisor '{}' stopped in {}", supervisor, took);
			return;
		}
		logger.warn("supervisor '{}' stopped in {}, but {} still running{}; given back without being run: {}",
				supervisor, took, running(report), more(report.running().size()), returned(report));
	}

	private static String running(ShutdownReport report) {
		if (report.running().isEmpty()) {
			return "nothing is";
		}
		return report.running().stream().limit(MOST).map(ReportLog::describe).collect(Collectors.joining(", "));
	}

	private static String describe(Unfinished unfinished) {
		String where = unfinished.stack().stream().limit(FRAMES).collect(Collectors.joining(" < "));
		return "'%s' (%s, thread '%s', for %s, at %s)".formatted(unfinished.name(), unfinished.taskId(),
				unfinished.thread(), Durations.text(unfinished.runningFor().toNanos()), where);
	}

	private static String returned(ShutdownReport report) {
		if (report.returned().isEmpty()) {
			return "nothing";
		}
		return report.returned()
			.entrySet()
			.stream()
			.limit(MOST)
			.map((entry) -> "%d of '%s'".formatted(entry.getValue(), entry.getKey()))
			.collect(Collectors.joining(", ")) + more(report.returned().size());
	}

	private static String more(int size) {
		return (size > MOST) ? " and %d more".formatted(size - MOST) : "";
	}

}
