package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The handle of a worker: a named thing that launches its executor again and again, for
 * as long as it is started.
 * <p>
 * All methods are safe from any thread, the executor's own too. Starting what is started
 * and stopping what is stopped change nothing.
 */
public interface BackgroundWorker {

	/**
	 * Returns the name.
	 * @return the name, unique in the application
	 */
	String name();

	/**
	 * Returns the type.
	 * @return what makes the worker launch its executor
	 */
	WorkerType type();

	/**
	 * Starts the worker as configured. A worker whose supervisor is not running starts
	 * when the supervisor does. While a stop is under way the start follows it.
	 * @return whether this call started it; {@code false} when it was started already or
	 * is switched off by configuration
	 * @throws WorkerStartException if a hook threw or an argument is missing; the worker
	 * is not started then
	 */
	boolean start();

	/**
	 * Starts the worker with options that last for this start.
	 * @param options the options
	 * @return as {@link #start()}
	 * @throws WorkerStartException as {@link #start()}
	 * @throws IllegalArgumentException if an option does not fit the type
	 */
	boolean start(StartOptions options);

	/**
	 * Stops the worker and waits until its current executions have ended, for no longer
	 * than its stopTimeout. It is co-operative first: nothing begins any more and
	 * {@link WorkContext#isStopRequested()} turns true; near the end of the stopTimeout
	 * what still runs is interrupted. Items of a queue are kept. From inside its own
	 * executor, or on an event loop, it does not wait.
	 * @return whether nothing of the worker runs any more
	 */
	boolean stop();

	/**
	 * Stops the worker and waits for the given time at most. The stopTimeout after which
	 * it is interrupted is shortened to this time where it is longer.
	 * @param timeout how long to wait
	 * @return whether nothing of the worker runs any more
	 */
	boolean stop(Duration timeout);

	/**
	 * Stops the worker without waiting.
	 * @return completed, never exceptionally, when nothing of it runs any more or the
	 * stopTimeout has passed: with whether nothing runs
	 */
	CompletionStage<Boolean> stopAsync();

	/**
	 * Stops the worker and starts it again as configured, when what runs has ended. Does
	 * not wait. Concurrent restarts are one. A stopped worker is started.
	 * @return whether it will be started; {@code false} when it is switched off
	 */
	boolean restart();

	/**
	 * Stops the worker and starts it again with options, when what runs has ended.
	 * @param options the options, which last for this start
	 * @return as {@link #restart()}
	 */
	boolean restart(StartOptions options);

	/**
	 * Cancels the current executions: they are interrupted, or their stages cancelled,
	 * and count as cancelled. An item of a cancelled execution is not retried. The worker
	 * goes on.
	 * @param reason why, for the log; may be empty
	 * @return how many executions were told
	 */
	int cancel(String reason);

	/**
	 * Returns whether the worker is meant to run, whatever the supervisor allows.
	 * @return whether it was started and not stopped since
	 */
	boolean isActive();

	/**
	 * Returns whether the worker is started.
	 * @return whether the state is {@link WorkerState#STARTED}
	 */
	boolean isStarted();

	/**
	 * Returns whether the worker is not meant to run and nothing of it runs any more.
	 * @return whether it is stopped altogether
	 */
	boolean isStopped();

	/**
	 * Returns the state.
	 * @return the state
	 */
	WorkerState state();

	/**
	 * Returns a picture of the moment. Takes no lock that a running execution needs.
	 * @return the snapshot
	 */
	WorkerSnapshot snapshot();

	/**
	 * Returns the counters, for who reads them again and again.
	 * @return a live view; it keeps what was counted after the worker was removed
	 */
	WorkerStatistics statistics();

	/**
	 * Returns what was executed lately.
	 * @return the last executions, newest first; as many as the history size says
	 */
	List<ExecutionRecord> executions();

	/**
	 * Returns the operators' side of the worker: the same actions with the name of who
	 * takes them, and changes of settings.
	 * @return the controls
	 */
	WorkerControl control();

	/**
	 * Returns what the worker was defined as.
	 * @return the definition
	 */
	WorkerDefinition definition();

}
