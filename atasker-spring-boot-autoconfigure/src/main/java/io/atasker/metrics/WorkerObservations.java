package io.atasker.metrics;

import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkContext;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Makes an {@link Observation} of each execution. It is the current observation of the
 * thread while the executor, the result handler and the error handlers run. Its parent is
 * the one that was current before: with a {@link ContextCarrier} before it that of who
 * has put, or triggered.
 */
public final class WorkerObservations implements ExecutionObserver {

	private final ObservationRegistry registry;

	private final WorkerObservationConvention convention;

	/**
	 * Makes an observer.
	 * @param registry where observations go
	 * @param convention names and tags them
	 */
	public WorkerObservations(ObservationRegistry registry, WorkerObservationConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public @Nullable ObservedExecution begin(WorkContext context, @Nullable Object captured) {
		if (this.registry.isNoop()) {
			return null;
		}
		WorkerObservationContext observed = new WorkerObservationContext(context);
		Observation observation = Observation.createNotStarted(this.convention, () -> observed, this.registry).start();
		return new Execution(observed, observation);
	}

	/** An execution that is observed. Used by one thread at a time. */
	private static final class Execution implements ObservedExecution {

		private final WorkerObservationContext context;

		private final Observation observation;

		private volatile Observation.Scope scope;

		Execution(WorkerObservationContext context, Observation observation) {
			this.context = context;
			this.observation = observation;
			this.scope = observation.openScope();
		}

		@Override
		public void suspend() {
			this.scope.close();
		}

		@Override
		public void resume() {
			this.scope = this.observation.openScope();
		}

		@Override
		public void end(ExecutionStatus status, @Nullable Throwable thrown) {
			this.context.setOutcome(status);
			if (thrown != null) {
				this.observation.error(thrown);
			}
			this.scope.close();
			this.observation.stop();
		}

	}

}
