package io.atasker.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.worker.BackgroundWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Where the executions in progress of a worker are in their code. They are looked at
 * several times within a fifth of a second, so that one that moves can be told from one
 * that hangs or waits.
 *
 * @param worker the worker
 * @param executions one entry for each
 */
public record StackDescriptor(String worker, List<Execution> executions) implements OperationResponseBody {

	private static final int SAMPLES = 5;

	private static final long BETWEEN_SAMPLES = 50_000_000;

	static StackDescriptor of(BackgroundWorker worker) {
		List<List<Unfinished>> samples = new ArrayList<>();
		List<Unfinished> last = worker.control().running();
		samples.add(last);
		while (!last.isEmpty() && samples.size() < SAMPLES && pause()) {
			last = worker.control().running();
			samples.add(last);
		}
		return new StackDescriptor(worker.name(),
				last.stream().map((execution) -> Execution.of(execution, samples)).toList());
	}

	private static boolean pause() {
		LockSupport.parkNanos(BETWEEN_SAMPLES);
		return !Thread.currentThread().isInterrupted();
	}

	/**
	 * An execution in progress.
	 *
	 * @param taskId its id
	 * @param thread the name of its thread or loop; of one in a child process, that
	 * process
	 * @param runningFor for how long it has been running
	 * @param samples how many times it was looked at
	 * @param moving whether it began, or was at different places in its code, while it
	 * was looked at; {@code null} when the places are unknown
	 * @param stack the frames at the last look, innermost first; empty when unknown, as
	 * for an execution that waits for its stage, or in a child process that does not
	 * answer
	 */
	public record Execution(String taskId, String thread, Duration runningFor, int samples, @Nullable Boolean moving,
			List<String> stack) {

		static Execution of(Unfinished execution, List<List<Unfinished>> samples) {
			List<List<String>> stacks = samples.stream()
				.map((sample) -> find(sample, execution.taskId()))
				.filter(Objects::nonNull)
				.map(Unfinished::stack)
				.toList();
			Boolean moving = execution.stack().isEmpty() ? null
					: Boolean.valueOf(stacks.size() < samples.size() || stacks.stream().distinct().count() > 1);
			return new Execution(execution.taskId(), SafeText.of(execution.thread()), execution.runningFor(),
					stacks.size(), moving, execution.stack().stream().map(SafeText::of).toList());
		}

		private static @Nullable Unfinished find(List<Unfinished> sample, String taskId) {
			return sample.stream().filter((one) -> one.taskId().equals(taskId)).findFirst().orElse(null);
		}

	}

}
