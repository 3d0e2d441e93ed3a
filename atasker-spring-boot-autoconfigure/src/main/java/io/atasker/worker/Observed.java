package io.atasker.worker;

import io.atasker.worker.ExecutionObserver.ObservedExecution;
import org.jspecify.annotations.Nullable;

/**
 * Tells the observer about the executions of one strand; made only where there is one.
 * Used by the thread that has the strand's turn.
 */
final class Observed {

	private final Strand strand;

	private final ExecutionObserver observer;

	private @Nullable Object captured;

	private @Nullable ObservedExecution current;

	private boolean suspended;

	Observed(Strand strand, ExecutionObserver observer) {
		this.strand = strand;
		this.observer = observer;
	}

	/** The item that the strand holds has brought something along. */
	void captured(@Nullable Object captured) {
		this.captured = captured;
	}

	@Nullable Object captured() {
		return this.captured;
	}

	void begin() {
		if (this.strand.cause() == ExecutionCause.TRIGGER) {
			this.captured = this.strand.core.brought().take();
		}
		try {
			this.current = this.observer.begin(this.strand.context(), this.captured);
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
		this.current = null;
		if (execution != null) {
			try {
				execution.end(status, thrown);
			}
			catch (Throwable ex) {
				report(ex);
			}
		}
	}

	/** The strand holds nothing any more. */
	void forget() {
		this.captured = null;
	}

	private void report(Throwable ex) {
		ExecutionObservers.report(this.strand.core.name(), ex);
	}

}
