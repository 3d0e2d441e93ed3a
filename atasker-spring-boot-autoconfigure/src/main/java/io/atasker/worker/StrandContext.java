package io.atasker.worker;

import java.util.Map;

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
		return this.strand.core.effective().start().label();
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

	@Override
	public void release() {
		if (this.strand.core.definition().type() != WorkerType.QUEUE) {
			throw new IllegalStateException(
					"worker '%s' has no queue to give an item back to".formatted(this.strand.core.name()));
		}
		this.strand.giveBack();
	}

	@Override
	public void progress(double fraction, String message) {
		double bounded = Math.max(0, Math.min(1, Double.isNaN(fraction) ? 0 : fraction));
		String text = ErrorText.clean(message);
		this.strand.progress(new WorkerSnapshot.Progress(bounded,
				(text.length() <= LONGEST_MESSAGE) ? text : text.substring(0, LONGEST_MESSAGE)));
	}

}
