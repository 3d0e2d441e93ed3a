package io.atasker.worker;

import java.util.List;
import java.util.Map;

import io.atasker.process.ChildRun;
import org.jspecify.annotations.Nullable;

/**
 * The context of an execution, in the child process that runs it. What belongs to the
 * application cannot be had from here.
 */
final class ChildContext implements WorkContext {

	private final ChildRun run;

	private final List<@Nullable Object> details;

	private ChildContext(ChildRun run) {
		this.run = run;
		this.details = run.details();
	}

	@Override
	public BackgroundWorker worker() {
		throw notHere("the worker");
	}

	@Override
	public String name() {
		return String.valueOf(this.details.get(0));
	}

	@Override
	public String taskId() {
		return String.valueOf(this.details.get(1));
	}

	@Override
	public ExecutionCause cause() {
		return ExecutionCause.valueOf(String.valueOf(this.details.get(2)));
	}

	@Override
	public @Nullable Object item() {
		throw notHere("the item as a part of the context");
	}

	@Override
	public @Nullable String itemId() {
		Object id = this.details.get(3);
		return (id != null) ? id.toString() : null;
	}

	@Override
	public int attempt() {
		return (this.details.get(4) instanceof Integer attempt) ? attempt : 1;
	}

	@Override
	public @Nullable Object attachment() {
		throw notHere("the attachment");
	}

	@Override
	@SuppressWarnings("unchecked")
	public Map<String, Object> arguments() {
		return (this.details.get(5) instanceof Map<?, ?> arguments) ? (Map<String, Object>) arguments : Map.of();
	}

	@Override
	public boolean isStopRequested() {
		return this.run.isStopRequested();
	}

	@Override
	public void onStop(Runnable action) {
		this.run.onStop(action);
	}

	@Override
	public void release() {
		throw notHere("giving the item back");
	}

	@Override
	public boolean isLeaseValid() {
		return !Boolean.TRUE.equals(this.details.get(6)) || !isStopRequested();
	}

	@Override
	public void progress(double fraction, String message) {
		this.run.progress(fraction, message);
	}

	private static UnsupportedOperationException notHere(String what) {
		return new UnsupportedOperationException(
				"%s is not to be had in a child process; let the method take what it needs as parameters"
					.formatted(what));
	}

	/**
	 * Makes contexts in the child.
	 */
	static final class Maker implements ChildRun.ContextMaker {

		@Override
		public Object make(ChildRun run) {
			return new ChildContext(run);
		}

	}

}
