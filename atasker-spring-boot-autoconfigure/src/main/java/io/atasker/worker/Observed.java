package io.atasker.worker;

import io.atasker.worker.ExecutionObserver.ObservedExecution;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observer, where there is one, about the executions of one strand. Used by the
 * thread that has the strand's turn.
 */
final class Observed {

	private final Strand strand;

	private final @Nullable ExecutionObserver observer;

	private @Nullable ObservedExecution current;

	private boolean suspended;

	Observed(Strand strand, @Nullable ExecutionObserver observer) {
		this.strand = strand;
		this.observer = observer;
	}

	void begin() {
		if (this.observer != null) {
			begin(this.observer);
		}
	}

	private void begin(ExecutionObserver observer) {
		Object captured = (this.strand.cause() == ExecutionCause.TRIGGER) ? this.strand.core.brought().take()
				: this.strand.held().captured();
		try {
			this.current = observer.begin(this.strand.context(), captured);
		}
		catch (Throwable ex) {
			report(ex);
		}
	}

	void suspend() {
		ObservedExecution execution = this.current;
		if (execution != null) {
			this.suspended = true;
			try {
				execution.suspend();
			}
			catch (Throwable ex) {
				report(ex);
			}
		}
	}

	void resume() {
		ObservedExecution execution = this.current;
		if (execution != null && this.suspended) {
			this.suspended = false;
			try {
				execution.resume();
			}
			catch (Throwable ex) {
				report(ex);
			}
		}
	}

	void end(ExecutionStatus status, @Nullable Throwable thrown) {
		ObservedExecution execution = this.current;
		if (execution != null) {
			this.current = null;
			try {
				execution.end(status, thrown);
			}
			catch (Throwable ex) {
				report(ex);
			}
		}
	}

	private void report(Throwable ex) {
		ExecutionObservers.report(this.strand.core.name(), ex);
	}

}
