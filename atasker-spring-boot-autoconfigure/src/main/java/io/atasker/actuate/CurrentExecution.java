package io.atasker.actuate;

import java.time.Instant;
import java.util.List;

import io.atasker.worker.ExecutionCause;
import io.atasker.worker.StuckStep;
import io.atasker.worker.WorkerSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * An execution in progress.
 *
 * @param taskId its id
 * @param thread the name of its thread or loop
 * @param since when it began
 * @param cause why
 * @param progress how far it says it is
 * @param stuck how far the ladder has come with it, if it is beyond its timeout
 */
public record CurrentExecution(String taskId, String thread, Instant since, ExecutionCause cause,
		@Nullable Progress progress, @Nullable StuckStep stuck) {

	static @Nullable List<CurrentExecution> of(List<WorkerSnapshot.Current> executions) {
		return executions.isEmpty() ? null : executions.stream().map(CurrentExecution::of).toList();
	}

	private static CurrentExecution of(WorkerSnapshot.Current execution) {
		return new CurrentExecution(execution.taskId(), SafeText.of(execution.thread()), Moment.of(execution.since()),
				execution.cause(), Progress.of(execution.progress()), execution.stuck());
	}

	/**
	 * How far an execution says it is.
	 *
	 * @param fraction from 0 to 1
	 * @param message what it is doing
	 */
	public record Progress(double fraction, String message) {

		static @Nullable Progress of(WorkerSnapshot.@Nullable Progress progress) {
			return (progress != null) ? new Progress(progress.fraction(), SafeText.of(progress.message())) : null;
		}

	}

}
