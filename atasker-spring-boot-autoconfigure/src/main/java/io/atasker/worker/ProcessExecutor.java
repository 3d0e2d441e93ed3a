package io.atasker.worker;

import java.util.ArrayList;
import java.util.List;

import io.atasker.process.ProcessCall;
import io.atasker.process.StaticMethod;
import org.jspecify.annotations.Nullable;

/**
 * An executor that runs in a child process: a static method with values for its
 * parameters. What it returns is handled here, in the application.
 */
public abstract class ProcessExecutor implements WorkerExecutor {

	private final StaticMethod method;

	private final int contextParameter;

	/**
	 * Creates the executor.
	 * @param method the method
	 * @param contextParameter the place of its parameter of type {@link WorkContext}, -1
	 * if it has none
	 */
	protected ProcessExecutor(StaticMethod method, int contextParameter) {
		this.method = method;
		this.contextParameter = contextParameter;
	}

	/**
	 * Returns the values of the parameters, in their order, without the context.
	 * @param item the item, {@code null} if the worker has none
	 * @param context the context
	 * @return values that can travel to another process
	 */
	protected abstract List<@Nullable Object> values(@Nullable Object item, WorkContext context);

	@Override
	public final @Nullable Object execute(@Nullable Object item, WorkContext context) throws Throwable {
		StrandContext strand = (StrandContext) context;
		ProcessCall call = new ProcessCall(context.taskId(), this.method, values(item, context), this.contextParameter,
				ChildContext.Maker.class.getName(), details(context), new Forwarding(strand));
		return strand.callInProcess(call);
	}

	private List<@Nullable Object> details(WorkContext context) {
		List<@Nullable Object> details = new ArrayList<>();
		if (this.contextParameter >= 0) {
			details.add(context.name());
			details.add(context.taskId());
			details.add(context.cause());
			details.add(context.itemId());
			details.add(context.attempt());
			details.add(context.arguments());
			details.add(((StrandContext) context).isLeased());
		}
		return details;
	}

	/**
	 * Passes on what the child tells, and what it is to be told.
	 *
	 * @param context the context in the application
	 */
	private record Forwarding(StrandContext context) implements ProcessCall.Listener {

		@Override
		public void begun(long pid, Runnable requestStop) {
			this.context.onStop(requestStop);
		}

		@Override
		public void progress(double fraction, String message) {
			this.context.progress(fraction, message);
		}

	}

}
