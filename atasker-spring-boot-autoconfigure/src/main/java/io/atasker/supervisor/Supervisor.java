package io.atasker.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.atasker.process.ProcessPool;
import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Owns a priority pool, event loops and the lives of workers.
 * <p>
 * Made with {@link #builder()}, without Spring, or configured by the starter. All methods
 * are safe from any thread. A supervisor that was stopped can be started again.
 */
public interface Supervisor extends AutoCloseable {

	/** The name of the supervisor that is used when none is named. */
	String DEFAULT_NAME = "default";

	/**
	 * Begins a new supervisor.
	 * @return the builder
	 */
	static SupervisorBuilder builder() {
		return new SupervisorBuilder();
	}

	/**
	 * Returns the name.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the state.
	 * @return the state
	 */
	SupervisorState state();

	/**
	 * Starts everything. Does nothing when started.
	 */
	void start();

	/**
	 * Starts all but the workers that launch themselves, or stops these when everything
	 * runs: {@link SupervisorState#RECEIVING}. It does not wait for what they execute.
	 * Does nothing while a {@link #stop(ShutdownPolicy) stop} is under way.
	 */
	void receive();

	/**
	 * Stops everything within one deadline: workers that launch themselves begin nothing
	 * more; tasks, queues and events are worked off until nothing is left; near the
	 * deadline what runs is interrupted; what is left is reported, and logged in one
	 * warning. When called from an execution of this supervisor it does not wait for that
	 * execution. Concurrent calls share one stop, which keeps the earliest of their
	 * deadlines. A caller that is interrupted, or that is an event loop, does not wait:
	 * the stop goes on without it, and the report says what is known by then.
	 * @param policy the deadline and how to use it
	 * @return what it came to; an empty report when the supervisor was stopped already
	 */
	ShutdownReport stop(ShutdownPolicy policy);

	/**
	 * Stops with the configured policy, {@link ShutdownPolicy#DEFAULT_TIMEOUT} by
	 * default.
	 */
	@Override
	void close();

	/**
	 * Waits until the supervisor is stopped and nothing of it runs any more.
	 * @param timeout how long to wait at most
	 * @return whether it is so
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	boolean awaitTermination(Duration timeout) throws InterruptedException;

	/**
	 * Submits a task with default options.
	 * @param work what to do
	 * @param <T> the type of the result
	 * @return the task
	 * @throws RejectedExecutionException if the supervisor is stopped, or is stopping and
	 * the caller is not one of its own executions
	 */
	default <T extends @Nullable Object> Task<T> submit(Callable<T> work) {
		return submit(work, TaskOptions.DEFAULTS);
	}

	/**
	 * Submits a task.
	 * @param work what to do
	 * @param options name, id, priority and delay
	 * @param <T> the type of the result
	 * @return the task
	 * @throws RejectedExecutionException if the supervisor is stopped, or is stopping and
	 * the caller is not one of its own executions
	 * @throws IllegalArgumentException if an unfinished task has the same id
	 */
	<T extends @Nullable Object> Task<T> submit(Callable<T> work, TaskOptions options);

	/**
	 * Submits a task that has no result.
	 * @param work what to do
	 * @param options name, id, priority and delay
	 * @return the task
	 * @throws RejectedExecutionException as {@link #submit(Callable, TaskOptions)}
	 */
	Task<?> submit(Runnable work, TaskOptions options);

	/**
	 * Submits a task that runs in a child process: whatever becomes of that, the
	 * application goes on. To cancel it, running, kills the child.
	 * @param task what to do: a lambda or method reference that captures neither
	 * {@code this} nor anything that cannot travel to another process
	 * @param options name, id, priority and delay
	 * @param <T> the type of the result, which has to travel back
	 * @return the task; it fails with what the code has thrown, with
	 * {@link io.atasker.process.ChildDiedException} if the child ended, and with
	 * {@link io.atasker.process.PayloadException} if an argument or the result cannot
	 * travel
	 * @throws RejectedExecutionException as {@link #submit(Callable, TaskOptions)}
	 * @throws IllegalArgumentException if the task captures {@code this}, or is no lambda
	 * or method reference
	 * @throws IllegalStateException if there is no process pool
	 */
	<T extends @Nullable Object> Task<T> submitToProcess(ProcessTask<T> task, TaskOptions options);

	/**
	 * Submits a task that runs in a child process, with default options.
	 * @param task what to do
	 * @param <T> the type of the result
	 * @return the task
	 * @see #submitToProcess(ProcessTask, TaskOptions)
	 */
	default <T extends @Nullable Object> Task<T> submitToProcess(ProcessTask<T> task) {
		return submitToProcess(task, TaskOptions.DEFAULTS);
	}

	/**
	 * Returns the process pool, for worker types; applications use
	 * {@link #submitToProcess(ProcessTask, TaskOptions)}.
	 * @return the pool, {@code null} if there is none
	 */
	@Nullable ProcessPool processes();

	/**
	 * Returns what admits runs in child processes, for worker types.
	 * @return the pool of those who wait for children, {@code null} if there is none
	 */
	@Nullable ExecutionPool processSlots();

	/**
	 * Finds a task that is not finished. A finished task is only known to who holds it.
	 * @param id the id
	 * @return the task, or {@code null} if there is none
	 */
	@Nullable Task<?> task(String id);

	/**
	 * Returns a view of the pool as an executor, for code that wants one.
	 * @param priority the priority of what it is given
	 * @return the executor; it throws {@link RejectedExecutionException} as
	 * {@link #submit(Callable)} does
	 */
	Executor asExecutor(Priority priority);

	/**
	 * Changes the limits while running. Waiting executions that the new limits allow
	 * begin at once; nothing that runs is ended.
	 * @param limits the new limits
	 */
	void resize(PoolLimits limits);

	/**
	 * Returns the current limits.
	 * @return the limits
	 */
	PoolLimits limits();

	/**
	 * Changes while running how many runs in child processes there may be. Waiting ones
	 * that the new limits allow begin at once; nothing that runs is ended.
	 * @param limits the new limits
	 * @throws IllegalArgumentException if the size is 0
	 * @throws IllegalStateException if there is no process pool
	 */
	void resizeProcesses(PoolLimits limits);

	/**
	 * Returns the event loops.
	 * @return the loops
	 */
	EventLoops loops();

	/**
	 * Puts something under the supervisor's life: it is told of each state, now and
	 * later.
	 * @param member the member
	 */
	void register(Stoppable member);

	/**
	 * Ends what {@link #register(Stoppable)} began.
	 * @param member the member
	 */
	void unregister(Stoppable member);

	/**
	 * Returns everything that is registered, workers first of all.
	 * @return the members in the order of registration
	 */
	List<Stoppable> workers();

	/**
	 * Returns a picture of the moment. Takes no lock that a running execution needs for
	 * long, never waits.
	 * @return the snapshot
	 */
	SupervisorSnapshot snapshot();

	/**
	 * Returns the counters, for who reads them again and again.
	 * @return a live view
	 */
	PoolStatistics statistics();

	/**
	 * Returns the counters of what admits runs in child processes; those of the children
	 * are in {@link ProcessPool#statistics()}.
	 * @return a live view, {@code null} if there is no process pool
	 */
	@Nullable PoolStatistics processStatistics();

	/**
	 * Returns whether the current thread runs an execution, or a loop, of this
	 * supervisor.
	 * @return whether the caller is inside
	 */
	boolean isInside();

	/**
	 * Returns the pool, for worker types; applications use {@link #submit(Callable)}.
	 * @return the pool
	 */
	ExecutionPool pool();

	/**
	 * Returns the clocks that everything here runs on.
	 * @return the time source
	 */
	TimeSource time();

	/**
	 * Returns the timer queue of this supervisor, for worker types.
	 * @return the timers
	 */
	Timers timers();

}
