package io.atasker.worker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * The settings in force, by precedence: changed while running, options of the start,
 * definition. Immutable; made anew on each change and read with one volatile read.
 *
 * @param priority the priority
 * @param concurrency how many executions at once
 * @param schedule the schedule, {@code null} if it is not an interval worker
 * @param loop the name of the event loop, {@code null} for the default one
 * @param timeout of one execution in nanoseconds, 0 for none
 * @param pollDelay the least pause between executions in nanoseconds
 * @param capacity of the queue, 0 if there is none
 * @param start what belongs to this start
 */
record Effective(Priority priority, int concurrency, @Nullable Schedule schedule, @Nullable String loop, long timeout,
		long pollDelay, long capacity, Start start) {

	static Effective of(WorkerDefinition definition, StartOptions options, WorkerSettings overrides) {
		WorkerDefinition.Running running = definition.running();
		WorkerDefinition.QueueSettings queue = definition.queue();
		Schedule schedule = schedule(definition.schedule(), options, overrides);
		Duration timeout = first(overrides.timeout(), running.times().timeout());
		return new Effective(first(overrides.priority(), first(options.priority(), running.priority())),
				concurrency(schedule, first(overrides.concurrency(), running.concurrency())), schedule,
				(options.loop() != null) ? options.loop() : running.loop(), timeout.toNanos(),
				running.times().pollDelay().toNanos(),
				(queue != null) ? first(overrides.capacity(), queue.capacity()) : 0L, start(definition, options));
	}

	/** A pause from end to start leaves no room for a second run. */
	private static int concurrency(@Nullable Schedule schedule, int concurrency) {
		return (schedule != null && schedule.isFromEndToStart()) ? 1 : concurrency;
	}

	private static Start start(WorkerDefinition definition, StartOptions options) {
		Map<String, Object> arguments = definition.code().arguments();
		Object attachment = (options.attachment() != null) ? options.attachment() : definition.code().attachment();
		if (!options.arguments().isEmpty()) {
			Map<String, Object> all = new LinkedHashMap<>(arguments);
			all.putAll(options.arguments());
			arguments = Map.copyOf(all);
		}
		return (options.label() == null && attachment == null && arguments.isEmpty()) ? Start.PLAIN
				: new Start(options.label(), attachment, arguments);
	}

	private static @Nullable Schedule schedule(@Nullable Schedule defined, StartOptions options,
			WorkerSettings overrides) {
		if (defined == null) {
			return null;
		}
		Schedule started = defined.with(options.interval(), options.delay(), options.delayBefore());
		if (overrides.calendar() != null) {
			return Schedule.of(overrides.calendar()).withJitter(defined.jitter());
		}
		try {
			return started.with(overrides.interval(), overrides.delay(), overrides.delayBefore());
		}
		catch (IllegalArgumentException ex) {
			// It fitted what was configured when it was set, not the options of this
			// start or what is left after a reset.
			return started;
		}
	}

	private static <V> V first(@Nullable V one, V other) {
		return (one != null) ? one : other;
	}

	/**
	 * What belongs to one start.
	 *
	 * @param label the label, {@code null} if it is the name of the worker
	 * @param attachment the attachment
	 * @param arguments the arguments
	 */
	record Start(@Nullable String label, @Nullable Object attachment, Map<String, Object> arguments) {

		/**
		 * Nothing but what is defined, and nothing is; shared, since most starts are so.
		 */
		private static final Start PLAIN = new Start(null, null, Map.of());

	}

}
