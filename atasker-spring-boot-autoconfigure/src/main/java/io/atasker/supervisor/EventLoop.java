package io.atasker.supervisor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * One named thread on which asynchronous executors are called, one after the other, in
 * the order of submission. What runs on it must not block: a call that blocks for more
 * than 100 ms is reported in the log. The original's "aloop".
 * <p>
 * A loop may also be a view of a foreign {@link Executor}; then the thread is the
 * executor's affair.
 */
public interface EventLoop {

	/**
	 * Returns the name.
	 * @return the name
	 */
	String name();

	/**
	 * Returns whether the current thread is the loop's.
	 * @return whether the caller runs on the loop; for a foreign executor whether it runs
	 * inside a call that came through this view
	 */
	boolean inLoop();

	/**
	 * Runs an action on the loop, behind what is there already.
	 * @param action the action, a {@link Call} if it wants to be told when it will not
	 * run after all; what it throws is logged
	 * @throws RejectedExecutionException if the loop is stopped, or gets no thread
	 */
	void execute(Runnable action);

	/**
	 * Calls the supplier on the loop and passes on what its stage comes to.
	 * @param work makes the stage
	 * @param <T> the type of the result
	 * @return completed with the stage; cancelling it cancels the stage; cancelled when
	 * the loop was given up before it came to the call
	 * @throws RejectedExecutionException if the loop is stopped
	 */
	<T extends @Nullable Object> CompletableFuture<T> submit(Supplier<? extends CompletionStage<T>> work);

	/**
	 * Calls the supplier on the loop and waits for what its stage comes to.
	 * @param work makes the stage
	 * @param timeout how long to wait at most; the stage is cancelled then
	 * @param <T> the type of the result
	 * @return the result
	 * @throws InterruptedException if the waiting thread is interrupted
	 * @throws TimeoutException if the time is over
	 * @throws java.util.concurrent.ExecutionException if the stage failed
	 * @throws IllegalStateException if called on the loop itself, which could never end
	 */
	<T extends @Nullable Object> T call(Supplier<? extends CompletionStage<T>> work, Duration timeout)
			throws InterruptedException, TimeoutException, java.util.concurrent.ExecutionException;

	/**
	 * An action that is told when it will not run.
	 */
	interface Call extends Runnable {

		/**
		 * Called instead of {@link #run()}, when the loop did not come to this call by
		 * the deadline of a stop, or has no thread to run it on any more. Called outside
		 * all locks, on any thread; must return at once.
		 */
		void dropped();

	}

}
