package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * The user's code that a worker runs, in the form that fits every worker type and
 * executor kind.
 */
@FunctionalInterface
public interface WorkerExecutor {

	/**
	 * Runs once.
	 * @param item the item, {@code null} if the worker has none
	 * @param context the context
	 * @return the result; a {@link java.util.concurrent.CompletionStage} of it for
	 * {@link ExecutorKind#LOOP}. {@link Boolean#FALSE} stops the worker
	 * @throws Throwable if it fails
	 */
	@Nullable Object execute(@Nullable Object item, WorkContext context) throws Throwable;

}
