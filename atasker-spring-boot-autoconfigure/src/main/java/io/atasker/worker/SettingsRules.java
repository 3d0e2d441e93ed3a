package io.atasker.worker;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which options and settings fit which type of worker.
 */
final class SettingsRules {

	/**
	 * As many as a broker lets one have in hand, and more threads than a machine has.
	 * Each takes memory that is kept.
	 */
	static final int MOST_CONCURRENCY = 65_535;

	private SettingsRules() {
	}

	/**
	 * Checks options of a start.
	 * @throws IllegalArgumentException if one does not fit
	 * @throws WorkerStartException if an argument is missing
	 */
	static void check(WorkerDefinition definition, StartOptions options) {
		boolean scheduled = options.interval() != null || options.delay() != null || options.delayBefore() != null;
		Schedule schedule = definition.schedule();
		if (scheduled) {
			checkJitter(requireSchedule(definition, schedule).with(options.interval(), options.delay(),
					options.delayBefore()));
		}
		if (options.loop() != null && definition.code().kind() != ExecutorKind.LOOP) {
			throw new IllegalArgumentException(
					"worker '%s' is not asynchronous and runs on no loop".formatted(definition.name()));
		}
		refuseUnknown(definition, options.arguments().keySet());
		Set<String> missing = new LinkedHashSet<>(definition.code().required());
		missing.removeAll(definition.code().arguments().keySet());
		missing.removeAll(options.arguments().keySet());
		if (!missing.isEmpty()) {
			throw new WorkerStartException(
					"worker '%s' was not started: argument '%s' is missing; give it with the start options, as property atasker.workers.%s.arguments.%s, or a default in @Argument"
						.formatted(definition.name(), missing.iterator().next(), definition.name(),
								missing.iterator().next()),
					null);
		}
		if (!options.arguments().isEmpty()) {
			definition.code().executor().checkArguments(options.arguments());
		}
	}

	private static void refuseUnknown(WorkerDefinition definition, Set<String> arguments) {
		WorkerExecutor executor = definition.code().executor();
		if (executor.takesOtherArguments()) {
			return;
		}
		for (String name : arguments) {
			if (!executor.arguments().contains(name)) {
				throw new IllegalArgumentException("worker '%s' has no argument '%s'; it has %s"
					.formatted(definition.name(), ErrorText.clean(name), executor.arguments()));
			}
		}
	}

	/**
	 * Checks a change of settings.
	 * @throws IllegalArgumentException if one does not fit
	 */
	static void check(WorkerDefinition definition, WorkerSettings change, Effective effective) {
		if (change.calendar() != null
				&& (change.interval() != null || change.delay() != null || change.delayBefore() != null)) {
			throw new IllegalArgumentException("cron excludes interval, delay and delayBefore");
		}
		if (change.interval() != null || change.delay() != null || change.delayBefore() != null
				|| change.calendar() != null) {
			Schedule schedule = requireSchedule(definition, effective.schedule());
			checkJitter(schedule.with(change.interval(), change.delay(), change.delayBefore()));
		}
		if (change.concurrency() != null) {
			checkConcurrency(definition, change.concurrency(), effective.schedule());
		}
		if (change.capacity() != null && (definition.type() != WorkerType.QUEUE || change.capacity() < 1)) {
			throw new IllegalArgumentException((definition.type() != WorkerType.QUEUE)
					? "worker '%s' has no queue and no capacity".formatted(definition.name())
					: "capacity must be at least 1, but is " + change.capacity());
		}
		Duration timeout = change.timeout();
		if (timeout != null && timeout.isNegative()) {
			throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
		}
	}

	private static void checkConcurrency(WorkerDefinition definition, int concurrency, @Nullable Schedule schedule) {
		if (concurrency < 1 || concurrency > MOST_CONCURRENCY) {
			throw new IllegalArgumentException(
					"concurrency must be between 1 and %d, but is %d".formatted(MOST_CONCURRENCY, concurrency));
		}
		if (definition.type() == WorkerType.EVENT && concurrency > 1) {
			throw new IllegalArgumentException("the concurrency of an event worker is 1");
		}
		if (concurrency > 1 && schedule != null && schedule.isFromEndToStart()) {
			throw new IllegalArgumentException("a worker with a delay from end to start runs once at a time");
		}
	}

	private static void checkJitter(Schedule schedule) {
		Duration interval = schedule.interval();
		if (interval != null && !schedule.jitter().isZero() && schedule.jitter().compareTo(interval) >= 0) {
			throw new IllegalArgumentException(
					"interval must be longer than the jitter of %s, but is %s".formatted(schedule.jitter(), interval));
		}
	}

	private static Schedule requireSchedule(WorkerDefinition definition, @Nullable Schedule schedule) {
		if (schedule == null) {
			throw new IllegalArgumentException("worker '%s' is of type %s and has no interval, delay or cron"
				.formatted(definition.name(), definition.type()));
		}
		return schedule;
	}

}
