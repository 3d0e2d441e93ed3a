package io.atasker.actuate;

import java.time.Duration;
import java.time.Instant;

import io.atasker.worker.ExecutionRecord;
import io.atasker.worker.ExecutionStatus;
import org.jspecify.annotations.Nullable;

/**
 * The last execution that ended.
 *
 * @param status how it ended
 * @param time when it began
 * @param duration how long it took
 * @param exception what it threw
 */
public record LastExecution(ExecutionStatus status, Instant time, Duration duration,
		@Nullable ExceptionDescriptor exception) {

	static @Nullable LastExecution of(@Nullable ExecutionRecord execution) {
		return (execution != null) ? new LastExecution(execution.status(), Moment.of(execution.time()),
				execution.duration(), ExceptionDescriptor.of(execution)) : null;
	}

}
