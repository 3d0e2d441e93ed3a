package io.atasker.worker;

import java.time.Duration;
import java.util.Map;

import io.atasker.process.ProcessCall;
import io.atasker.process.ProcessPool;
import org.jspecify.annotations.Nullable;

/**
 * What an executor sees of its strand's current execution.
 */
final class StrandContext implements WorkContext {

	private static final int LONGEST_MESSAGE = 200;

	private final Strand strand;

	StrandContext(Strand strand) {
		this.strand = strand;
	}

	@Override
	public BackgroundWorker worker() {
		return this.strand.core.handle();
	}

	@Override
	public String name() {
		String label = this.strand.core.effective().start().label();
		return (label != null) ? label : this.strand.core.name();
	}

	@Override
	public String taskId() {
		return this.strand.taskId();
	}

	@Override
	public ExecutionCause cause() {
		return this.strand.cause();
	}

	@Override
	public @Nullable Object item() {
		return this.strand.item();
	}

	@Override
	public @Nullable String itemId() {
		return this.strand.held().id();
	}

	@Override
	public int attempt() {
		return this.strand.held().attempt();
	}

	@Override
	public @Nullable Object attachment() {
		return this.strand.core.effective().start().attachment();
	}

	@Override
	public Map<String, Object> arguments() {
		return this.strand.core.effective().start().arguments();
	}

	@Override
	public boolean isStopRequested() {
		return this.strand.isStopRequested();
	}

	@Override
	public void onStop(Runnable action) {
		this.strand.interrupts().onStop(action);
	}

	/** Runs in a child process; on the thread of the execution. */
	@Nullable Object callInProcess(ProcessCall call) throws Throwable {
		ProcessPool processes = this.strand.core.supervisor().processes();
		if (processes == null) {
			throw new IllegalStateException("worker '%s' has no process pool".formatted(this.strand.core.name()));
		}
		try {
			return processes.call(call, this.strand.core.effective().priority().ordinal());
		}
		catch (InterruptedException ex) {
			throw isTimedOut() ? timedOut(call, ex) : ex;
		}
	}

	private boolean isTimedOut() {
		return this.strand.interrupts().reasonOf(this.strand.sequence()) == Interruption.TIMEOUT;
	}

	private InterruptedException timedOut(ProcessCall call, InterruptedException ex) {
		InterruptedException named = new InterruptedException(
				"'%s' has run longer than its timeout, %s, so its child process was killed".formatted(call.label(),
						Duration.ofNanos(this.strand.core.effective().timeout())));
		named.initCause(ex);
		return named;
	}

	@Override
	public void release() {
		if (this.strand.core.definition().type() != WorkerType.QUEUE) {
			throw new IllegalStateException(
					"worker '%s' has no queue to give an item back to".formatted(this.strand.core.name()));
		}
		this.strand.giveBack();
	}

	/** Returns whether the worker needs a lease. */
	boolean isLeased() {
		return this.strand.core.lease().lease() != null;
	}

	@Override
	public long leaseToken() {
		WorkerLease lease = this.strand.core.lease().lease();
		return (lease != null) ? lease.token() : -1;
	}

	@Override
	public boolean isLeaseValid() {
		return this.strand.core.lease().isValid();
	}

	@Override
	public void progress(double fraction, String message) {
		double bounded = Math.max(0, Math.min(1, Double.isNaN(fraction) ? 0 : fraction));
		String text = ErrorText.clean(message);
		this.strand.progress(new WorkerSnapshot.Progress(bounded,
				(text.length() <= LONGEST_MESSAGE) ? text : text.substring(0, LONGEST_MESSAGE)));
	}

}
