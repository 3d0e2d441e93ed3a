package io.atasker.metrics;

import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkContext;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an execution that is observed.
 */
public final class WorkerObservationContext extends Observation.Context {

	private final WorkContext execution;

	private final String taskId;

	private volatile @Nullable ExecutionStatus outcome;

	/**
	 * Makes a context.
	 * @param execution the execution, which has begun
	 */
	public WorkerObservationContext(WorkContext execution) {
		this.execution = execution;
		this.taskId = execution.taskId();
	}

	/**
	 * Returns the execution. It belongs to the execution's thread, and to this execution
	 * only until the observation is stopped.
	 * @return the execution
	 */
	public WorkContext getExecution() {
		return this.execution;
	}

	/**
	 * Returns the id of the execution.
	 * @return the task id
	 */
	public String getTaskId() {
		return this.taskId;
	}

	/**
	 * Returns how it ended.
	 * @return the outcome, {@code null} while it has not ended
	 */
	public @Nullable ExecutionStatus getOutcome() {
		return this.outcome;
	}

	void setOutcome(ExecutionStatus outcome) {
		this.outcome = outcome;
	}

}
