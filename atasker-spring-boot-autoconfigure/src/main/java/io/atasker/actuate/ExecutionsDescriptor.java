package io.atasker.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionCause;
import io.atasker.worker.ExecutionRecord;
import io.atasker.worker.ExecutionStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The last executions of a worker.
 *
 * @param worker the worker
 * @param executions newest first
 */
public record ExecutionsDescriptor(String worker, List<Execution> executions) implements OperationResponseBody {

	static ExecutionsDescriptor of(BackgroundWorker worker) {
		return new ExecutionsDescriptor(worker.name(), worker.executions().stream().map(Execution::of).toList());
	}

	/**
	 * An execution that has ended.
	 *
	 * @param taskId its id
	 * @param cause why it was launched
	 * @param status how it ended
	 * @param time when it began
	 * @param duration how long it took
	 * @param exception what it threw
	 * @param progress what it said of itself last
	 */
	public record Execution(String taskId, ExecutionCause cause, ExecutionStatus status, Instant time,
			Duration duration, @Nullable ExceptionDescriptor exception, CurrentExecution.@Nullable Progress progress) {

		static Execution of(ExecutionRecord execution) {
			return new Execution(execution.taskId(), execution.cause(), execution.status(), Moment.of(execution.time()),
					execution.duration(), ExceptionDescriptor.of(execution),
					CurrentExecution.Progress.of(execution.progress()));
		}

	}

}
