package io.atasker.supervisor;

import java.util.Arrays;
import java.util.List;

import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the heads of all lanes and tells of those that have waited for too long.
 */
final class LateWatch {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	final Gate gate;

	final TimeSource time;

	final Timers timers;

	final long warningAfter;

	final long criticalAfter;

	private final String supervisor;

	private final List<LateTaskHandler> handlers;

	private final List<LaneWatch> lanes;

	LateWatch(SupervisorBuilder settings, Gate gate, Timers timers) {
		this.supervisor = settings.name;
		this.gate = gate;
		this.time = settings.time;
		this.timers = timers;
		this.warningAfter = Durations.nanos(settings.startWarningAfter);
		this.criticalAfter = Durations.nanos(settings.startCriticalAfter);
		this.handlers = List.copyOf(settings.lateTaskHandlers);
		this.lanes = Arrays.stream(Priority.values()).map((priority) -> new LaneWatch(this, priority)).toList();
	}

	/**
	 * Says that a task has begun to wait. Costs one volatile read while its lane is
	 * watched already.
	 * @param priority its priority
	 */
	void watch(Priority priority) {
		this.lanes.get(priority.ordinal()).watch();
	}

	/** Forgets what was armed, after the timers have been closed. */
	void reset() {
		this.lanes.forEach(LaneWatch::reset);
	}

	LaneWatch lane(Priority priority) {
		return this.lanes.get(priority.ordinal());
	}

	long reports() {
		return this.lanes.stream().mapToLong(LaneWatch::reports).sum();
	}

	void warning(LateTask task) {
		logger.warn("'{}' has been waiting for a slot for {}; {} wait at priority {} of supervisor '{}'", task.name(),
				Durations.text(task.waited().toNanos()), task.waiting(), task.priority(), this.supervisor);
		this.handlers.forEach((handler) -> tell(() -> handler.warning(task)));
	}

	void critical(LateTask task) {
		logger.error("'{}' has been waiting for a slot for {}; {} wait at priority {} of supervisor '{}'", task.name(),
				Durations.text(task.waited().toNanos()), task.waiting(), task.priority(), this.supervisor);
		this.handlers.forEach((handler) -> tell(() -> handler.critical(task)));
	}

	private void tell(Runnable call) {
		try {
			call.run();
		}
		catch (Throwable ex) {
			Failures.log(logger, "{} of supervisor '{}' failed", "a handler of late tasks", this.supervisor, ex);
		}
	}

}
