package io.atasker.worker;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.atasker.supervisor.ShutdownReport.Unfinished;
import org.jspecify.annotations.Nullable;

/**
 * The operators' side of a worker: its actions with the name of who takes them, and
 * changes of its settings. Safe from any thread.
 */
public interface WorkerControl {

	/**
	 * Starts the worker.
	 * @param options for this start
	 * @param initiator who asks
	 * @return whether this call started it
	 * @throws WorkerStartException as {@link BackgroundWorker#start()}
	 * @throws IllegalStateException if options are given and the worker is started
	 * already
	 */
	boolean start(StartOptions options, Initiator initiator);

	/**
	 * Stops the worker without waiting.
	 * @param initiator who asks
	 * @return as {@link BackgroundWorker#stopAsync()}
	 */
	CompletionStage<Boolean> stop(Initiator initiator);

	/**
	 * Stops the worker now and starts it again, as configured, after some time, unless
	 * somebody starts it or stops it before.
	 * @param pause for how long
	 * @param initiator who asks
	 * @return as {@link BackgroundWorker#stopAsync()}
	 */
	CompletionStage<Boolean> stopFor(Duration pause, Initiator initiator);

	/**
	 * Restarts the worker without waiting.
	 * @param options for the new start
	 * @param initiator who asks
	 * @return as {@link BackgroundWorker#restart()}
	 */
	boolean restart(StartOptions options, Initiator initiator);

	/**
	 * Cancels executions.
	 * @param taskId which one, {@code null} for all
	 * @param initiator who asks
	 * @return how many were told
	 */
	int cancel(@Nullable String taskId, Initiator initiator);

	/**
	 * Changes settings at once, until they are reset or expire. They survive stop and
	 * start.
	 * @param settings what to change
	 * @param duration after which time the configured values come back, {@code null} for
	 * never
	 * @param initiator who asks
	 * @throws IllegalArgumentException if a setting does not fit the type; nothing is
	 * changed then
	 */
	void change(WorkerSettings settings, @Nullable Duration duration, Initiator initiator);

	/**
	 * Brings configured settings back.
	 * @param keys the names of the settings, empty for all
	 * @param initiator who asks
	 * @return whether there was one to bring back
	 * @throws IllegalArgumentException if there is no such setting
	 */
	boolean reset(Collection<String> keys, Initiator initiator);

	/**
	 * Notes an action that was taken through the handle, such as a trigger, as the last
	 * one.
	 * @param action its name
	 * @param initiator who took it
	 */
	void note(String action, Initiator initiator);

	/**
	 * Returns the executions in progress with their stacks: of those in child processes,
	 * their stacks there, for which it waits a fifth of a second at most for each.
	 * @return one entry for each
	 */
	List<Unfinished> running();

}
