package io.atasker.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

/**
 * A piece of work that was submitted to a {@link Supervisor}. All methods are safe from
 * any thread.
 *
 * @param <T> the type of the result
 */
public interface Task<T extends @Nullable Object> {

	/**
	 * Returns the id by which {@link Supervisor#task(String)} finds this task.
	 * @return the id
	 */
	String id();

	/**
	 * Returns the name.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the priority.
	 * @return the priority
	 */
	Priority priority();

	/**
	 * Returns the current state.
	 * @return the state
	 */
	TaskState state();

	/**
	 * Returns when the task was submitted.
	 * @return the time of submission
	 */
	Instant submittedAt();

	/**
	 * Returns when the task began to run.
	 * @return the time, or {@code null} while it has not
	 */
	@Nullable Instant startedAt();

	/**
	 * Returns when the task ended.
	 * @return the time, or {@code null} while it has not
	 */
	@Nullable Instant endedAt();

	/**
	 * Explains why the task has not begun yet: its delay, or the limit of the pool that
	 * binds it now.
	 * @return the reason in words, or {@code null} if the task does not wait
	 */
	@Nullable String waitingReason();

	/**
	 * Returns the result: completed by the task, exceptionally with what it threw, or
	 * cancelled. Completing or cancelling this future does not reach the task; use
	 * {@link #cancel()}.
	 * @return the result
	 */
	CompletableFuture<T> result();

	/**
	 * Cancels the task: one that has not begun never begins, one that runs is
	 * interrupted.
	 * @return whether the task is cancelled by this call; {@code false} when it had ended
	 */
	boolean cancel();

	/**
	 * Waits for the end of all tasks, however they end.
	 * @param tasks the tasks
	 * @param timeout how long to wait at most
	 * @return whether all have ended
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	static boolean awaitAll(Collection<? extends Task<?>> tasks, Duration timeout) throws InterruptedException {
		CompletableFuture<?>[] results = tasks.stream().map(Task::result).toArray(CompletableFuture<?>[]::new);
		try {
			CompletableFuture.allOf(results).get(Durations.nanos(timeout), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (java.util.concurrent.ExecutionException | CancellationException ex) {
			return true;
		}
	}

}
