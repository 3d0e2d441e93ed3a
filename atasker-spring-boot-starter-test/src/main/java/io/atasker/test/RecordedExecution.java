package io.atasker.test;

import io.atasker.worker.ExecutionCause;
import io.atasker.worker.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/**
 * An execution that has ended, as a test has seen it.
 *
 * @param taskId its id
 * @param cause why it was launched
 * @param item the item, {@code null} if the worker has none
 * @param attempt which attempt at the item it was, 1 for the first
 * @param status how it ended; a failed attempt is {@link ExecutionStatus#FAILED} whether
 * or not it is tried again
 * @param exception what it threw, {@code null} if nothing
 */
public record RecordedExecution(String taskId, ExecutionCause cause, @Nullable Object item, int attempt,
		ExecutionStatus status, @Nullable Throwable exception) {

}
