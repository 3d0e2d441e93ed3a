package io.atasker.metrics;

import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Puts worker and task of each execution into the MDC of the log, and what was there
 * before back.
 */
public final class MdcKeys implements ExecutionObserver {

	/** The key of the name of the worker. */
	public static final String WORKER = "atasker.worker";

	/** The key of the id of the execution. */
	public static final String TASK = "atasker.task";

	@Override
	public ObservedExecution begin(WorkContext context, @Nullable Object captured) {
		return new Execution(context.worker().name(), context.taskId());
	}

	/** An execution that the log knows. Used by one thread at a time. */
	private static final class Execution implements ObservedExecution {

		private final String worker;

		private final String task;

		private volatile @Nullable String workerBefore;

		private volatile @Nullable String taskBefore;

		Execution(String worker, String task) {
			this.worker = worker;
			this.task = task;
			enter();
		}

		@Override
		public void resume() {
			enter();
		}

		private void enter() {
			this.workerBefore = MDC.get(WORKER);
			this.taskBefore = MDC.get(TASK);
			MDC.put(WORKER, this.worker);
			MDC.put(TASK, this.task);
		}

		@Override
		public void suspend() {
			set(WORKER, this.workerBefore);
			set(TASK, this.taskBefore);
		}

		@Override
		public void end(ExecutionStatus status, @Nullable Throwable thrown) {
			suspend();
		}

		private static void set(String key, @Nullable String value) {
			if (value != null) {
				MDC.put(key, value);
			}
			else {
				MDC.remove(key);
			}
		}

	}

}
