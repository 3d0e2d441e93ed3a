package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a worker.
 */
public sealed interface WorkerEvent {

	/**
	 * Returns the worker.
	 * @return its name
	 */
	String worker();

	/**
	 * Returns the supervisor of the worker.
	 * @return its name
	 */
	String supervisor();

	/**
	 * Returns when it happened.
	 * @return the time
	 */
	Instant at();

	/**
	 * A worker is in another state. The events of one worker come in order and each
	 * begins where the one before ended; a state that was over at once may have none.
	 *
	 * @param worker the name of the worker
	 * @param supervisor the name of its supervisor
	 * @param at when
	 * @param from the state before
	 * @param to the state now
	 * @param stoppedBy what stopped it, {@code null} while it is meant to run and may
	 */
	record StateChanged(String worker, String supervisor, Instant at, WorkerState from, WorkerState to,
			@Nullable StoppedBy stoppedBy) implements WorkerEvent {

	}

	/**
	 * Executions of a worker fail. Told as the log is: of the first failure after a
	 * success, and then when the burst has become ten times as long or half a minute has
	 * passed. Each single failure is told to a {@link WorkerErrorHandler}.
	 *
	 * @param worker the name of the worker
	 * @param supervisor the name of its supervisor
	 * @param at when
	 * @param taskId the id of the execution that failed
	 * @param failures how many have failed since the last success, this one included
	 * @param exhausted whether its item is not tried again
	 * @param type the class of what it threw
	 * @param message the bounded message of what it threw, {@code null} for none
	 */
	record Failing(String worker, String supervisor, Instant at, String taskId, long failures, boolean exhausted,
			String type, @Nullable String message) implements WorkerEvent {

	}

	/**
	 * An execution takes longer than its timeout: one event for each step.
	 *
	 * @param worker the name of the worker
	 * @param supervisor the name of its supervisor
	 * @param at when
	 * @param taskId the id of the execution
	 * @param step how far the ladder has come
	 * @param runningFor for how long it has been running
	 * @param thread the name of its thread or loop
	 * @param stack where it is, innermost frame first; empty if that is not known
	 */
	record Stuck(String worker, String supervisor, Instant at, String taskId, StuckStep step, Duration runningFor,
			String thread, List<String> stack) implements WorkerEvent {

	}

}
