package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An execution that has ended.
 *
 * @param taskId its id
 * @param cause why it was launched
 * @param status how it ended
 * @param time when it began
 * @param duration how long it took; for executions shorter than a microsecond the mean of
 * those around it
 * @param errorType the class of what it threw, or {@code null}
 * @param errorMessage its message, at most 1024 characters, or {@code null}
 * @param progress what it said of itself last, or {@code null}
 */
public record ExecutionRecord(String taskId, ExecutionCause cause, ExecutionStatus status, Instant time,
		Duration duration, @Nullable String errorType, @Nullable String errorMessage,
		WorkerSnapshot.@Nullable Progress progress) {

}
