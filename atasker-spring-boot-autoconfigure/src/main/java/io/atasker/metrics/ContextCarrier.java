package io.atasker.metrics;

import java.util.Map;
import java.util.concurrent.Callable;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkContext;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import org.jspecify.annotations.Nullable;

/**
 * Carries the context of who puts, triggers or submits to the execution: whatever has a
 * ThreadLocalAccessor, such as the trace. Where there is none nothing is carried, and an
 * item waits as it is.
 */
public final class ContextCarrier implements ExecutionObserver {

	private final ContextSnapshotFactory snapshots;

	/**
	 * Makes a carrier.
	 * @param snapshots captures the context
	 */
	public ContextCarrier(ContextSnapshotFactory snapshots) {
		this.snapshots = snapshots;
	}

	/**
	 * Carries the context of the current thread to where some work is done.
	 * @param work the work
	 * @return the work within the context
	 */
	public Callable<? extends @Nullable Object> decorate(Callable<? extends @Nullable Object> work) {
		ContextSnapshot snapshot = capture();
		return (snapshot != null) ? () -> within(snapshot, work) : work;
	}

	private static @Nullable Object within(ContextSnapshot snapshot, Callable<? extends @Nullable Object> work)
			throws Exception {
		try (ContextSnapshot.Scope scope = snapshot.setThreadLocals()) {
			return work.call();
		}
	}

	@Override
	public @Nullable Object capture(BackgroundWorker worker) {
		return capture();
	}

	private @Nullable ContextSnapshot capture() {
		ContextSnapshot snapshot = this.snapshots.captureAll();
		return (snapshot instanceof Map<?, ?> values && values.isEmpty()) ? null : snapshot;
	}

	@Override
	public @Nullable ObservedExecution begin(WorkContext context, @Nullable Object captured) {
		return (captured instanceof ContextSnapshot snapshot) ? new Carried(snapshot) : null;
	}

	/** An execution with the context of its caller. Used by one thread at a time. */
	private static final class Carried implements ObservedExecution {

		private final ContextSnapshot snapshot;

		private volatile ContextSnapshot.Scope scope;

		Carried(ContextSnapshot snapshot) {
			this.snapshot = snapshot;
			this.scope = snapshot.setThreadLocals();
		}

		@Override
		public void suspend() {
			this.scope.close();
		}

		@Override
		public void resume() {
			this.scope = this.snapshot.setThreadLocals();
		}

		@Override
		public void end(ExecutionStatus status, @Nullable Throwable thrown) {
			this.scope.close();
		}

	}

}
