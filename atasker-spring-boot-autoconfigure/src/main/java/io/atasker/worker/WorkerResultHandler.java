package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Is given what an executor returned; for asynchronous executors what their stage came
 * to. Runs as part of the execution: what it throws fails it.
 */
@FunctionalInterface
public interface WorkerResultHandler {

	/**
	 * Handles a result.
	 * @param result the result
	 * @param item the item, {@code null} if the worker has none
	 * @param context the context of the execution
	 * @return {@link Boolean#FALSE} to stop the worker; anything else has no effect
	 * @throws Throwable if it cannot be handled
	 */
	@Nullable Object handle(@Nullable Object result, @Nullable Object item, WorkContext context) throws Throwable;

}
