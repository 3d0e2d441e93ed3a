package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * A failed execution.
 *
 * @param exception what the executor threw, unwrapped
 * @param item the item, {@code null} if the worker has none
 * @param attempt which attempt at the item it was, 1 for the first
 * @param exhausted whether the item will not be tried again
 * @param context the context of the execution
 */
public record WorkerFailure(Throwable exception, @Nullable Object item, int attempt, boolean exhausted,
		WorkContext context) {

}
