package io.atasker.actuate;

import java.time.Duration;
import java.util.List;

import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.worker.BackgroundWorker;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Where the executions in progress of a worker are in their code.
 *
 * @param worker the worker
 * @param executions one entry for each
 */
public record StackDescriptor(String worker, List<Execution> executions) implements OperationResponseBody {

	static StackDescriptor of(BackgroundWorker worker) {
		return new StackDescriptor(worker.name(), worker.control().running().stream().map(Execution::of).toList());
	}

	/**
	 * An execution in progress.
	 *
	 * @param taskId its id
	 * @param thread the name of its thread
	 * @param runningFor for how long it has been running
	 * @param stack the frames, innermost first; empty when unknown
	 */
	public record Execution(String taskId, String thread, Duration runningFor, List<String> stack) {

		static Execution of(Unfinished execution) {
			return new Execution(execution.taskId(), SafeText.of(execution.thread()), execution.runningFor(),
					execution.stack());
		}

	}

}
