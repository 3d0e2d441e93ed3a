package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A worker at one moment. The numbers are read one after the other, so that they may
 * disagree by what happened in between.
 *
 * @param name the name
 * @param type the type
 * @param executor how it is executed
 * @param state the state
 * @param desired whether it is meant to run
 * @param stoppedBy what stopped it, {@code null} while it is meant to run and may
 * @param supervisor the name of its supervisor
 * @param priority the effective priority
 * @param concurrency how many executions it may have at once
 * @param schedule the effective schedule, {@code null} if it is not an interval worker
 * @param queue its queue, {@code null} if it is not a queue worker
 * @param executions the counts
 * @param lastExecution the last one that ended, {@code null} if none has
 * @param nextExecution when the next is due, {@code null} if none is planned
 * @param current the executions in progress
 * @param waiting why and since when it waits, {@code null} if it does not
 * @param overrides the settings that were changed while running, by name
 * @param lastChange the last action, {@code null} if there was none
 * @param definition what it was defined as
 */
public record WorkerSnapshot(String name, WorkerType type, ExecutorKind executor, WorkerState state, boolean desired,
		@Nullable StoppedBy stoppedBy, String supervisor, Priority priority, int concurrency,
		@Nullable Schedule schedule, @Nullable Queue queue, Counts executions, @Nullable ExecutionRecord lastExecution,
		@Nullable Instant nextExecution, List<Current> current, @Nullable Waiting waiting,
		Map<String, Override> overrides, @Nullable Change lastChange, WorkerDefinition definition) {

	/**
	 * Returns for how long the oldest current execution has been running.
	 * @param now the current time
	 * @return the duration, {@code null} if none runs
	 */
	public @Nullable Duration runningFor(Instant now) {
		return this.current.stream()
			.map((execution) -> Duration.between(execution.since(), now))
			.max(Duration::compareTo)
			.orElse(null);
	}

	/**
	 * A queue.
	 *
	 * @param provider who keeps it
	 * @param size how many items wait
	 * @param capacity how many it takes
	 * @param dead how many dead letters there are
	 */
	public record Queue(String provider, long size, long capacity, int dead) {

	}

	/**
	 * How many executions there were.
	 *
	 * @param running in progress
	 * @param succeeded that succeeded
	 * @param failed that failed, timed out ones included
	 * @param cancelled that were cancelled
	 * @param returned items and triggers that were given back without a result
	 * @param retried failed ones whose item was tried again
	 * @param missed ticks that nothing served
	 * @param merged triggers and ticks that were served by the run of another
	 */
	public record Counts(int running, long succeeded, long failed, long cancelled, long returned, long retried,
			long missed, long merged) {

	}

	/**
	 * An execution in progress.
	 *
	 * @param taskId its id
	 * @param thread the name of its thread or loop
	 * @param since when it began
	 * @param cause why
	 * @param progress how far it says it is, {@code null} if it did not say
	 * @param stuck how far the ladder has come with it, {@code null} while it is within
	 * its timeout
	 */
	public record Current(String taskId, String thread, Instant since, ExecutionCause cause,
			@Nullable Progress progress, @Nullable StuckStep stuck) {

	}

	/**
	 * How far an execution says it is.
	 *
	 * @param fraction from 0 to 1
	 * @param message what it is doing
	 */
	public record Progress(double fraction, String message) {

	}

	/**
	 * A worker that has something to do and waits.
	 *
	 * @param since since when that binds it, {@code null} if that is not known
	 * @param reason what binds it
	 */
	public record Waiting(@Nullable Instant since, String reason) {

	}

	/**
	 * A setting that was changed while running.
	 *
	 * @param configured the configured value
	 * @param effective the value in force
	 * @param by who changed it
	 * @param at when
	 * @param until when the configured value comes back, {@code null} for never
	 */
	public record Override(@Nullable Object configured, @Nullable Object effective, String by, Instant at,
			@Nullable Instant until) {

	}

	/**
	 * The last action.
	 *
	 * @param action what was done
	 * @param by who did it
	 * @param at when
	 * @param reason why, or {@code null}
	 */
	public record Change(String action, String by, Instant at, @Nullable String reason) {

	}

}
