package io.atasker.annotation;

import java.util.List;

import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Runs the method of a bean as the executor of a worker.
 */
final class MethodExecutor implements WorkerExecutor {

	private final TargetMethod method;

	private final ParameterValue[] parameters;

	private final AsyncResults results;

	MethodExecutor(TargetMethod method, List<ParameterValue> parameters, AsyncResults results) {
		this.method = method;
		this.parameters = parameters.toArray(ParameterValue[]::new);
		this.results = results;
	}

	@Override
	public @Nullable Object execute(@Nullable Object item, WorkContext context) throws Throwable {
		@Nullable Object[] arguments = new @Nullable Object[this.parameters.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.parameters[i].get(item, context);
		}
		return this.results.adapt(this.method.invoke(arguments));
	}

	/**
	 * Where the value of a parameter comes from.
	 */
	@FunctionalInterface
	interface ParameterValue {

		/**
		 * Returns the value for an execution.
		 * @param item the item
		 * @param context the context
		 * @return the value
		 */
		@Nullable Object get(@Nullable Object item, WorkContext context);

	}

}
