package io.atasker.supervisor;

import java.util.ArrayList;
import java.util.List;
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
		}
		else {
			logger.warn("supervisor '{}' stopped in {}; still running: {}; given back without being run: {}",
					supervisor, took, running(report.running()), returned(report));
		}
	}

	/** A stop interrupts what has not ended by itself. */
	static void interrupting(Logger logger, String supervisor, List<Unfinished> running) {
		if (!running.isEmpty()) {
			logger.info("supervisor '{}' is stopping and interrupts what has not ended by itself: {}", supervisor,
					running(running));
		}
	}

	private static String running(List<Unfinished> running) {
		return list(running.stream().limit(MOST).map(ReportLog::describe).toList(), running.size());
	}

	private static String describe(Unfinished unfinished) {
		List<String> parts = new ArrayList<>();
		if (!unfinished.taskId().isEmpty()) {
			parts.add(unfinished.taskId());
		}
		if (!unfinished.thread().isEmpty()) {
			parts.add("thread '" + unfinished.thread() + "'");
		}
		parts.add("for " + Durations.text(unfinished.runningFor().toNanos()));
		if (!unfinished.stack().isEmpty()) {
			parts.add("at " + where(unfinished.stack()));
		}
		return "'%s' (%s)".formatted(unfinished.name(), String.join(", ", parts));
	}

	/** The top of the stack, and the code that went there through the JDK. */
	private static String where(List<String> stack) {
		List<String> frames = new ArrayList<>(stack.subList(0, 1));
		stack.stream().skip(1).filter((frame) -> !frame.startsWith("java.base")).limit(FRAMES - 1).forEach(frames::add);
		return String.join(" < ", frames);
	}

	private static String returned(ShutdownReport report) {
		return list(report.returned()
			.entrySet()
			.stream()
			.limit(MOST)
			.map((entry) -> "%d of '%s'".formatted(entry.getValue(), entry.getKey()))
			.toList(), report.returned().size());
	}

	private static String list(List<String> shown, int size) {
		String more = (size > shown.size()) ? " and %d more".formatted(size - shown.size()) : "";
		return shown.isEmpty() ? "nothing" : shown.stream().collect(Collectors.joining(", ", "", more));
	}

}
