package io.atasker.annotation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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

	private final Map<String, Consumer<Object>> arguments;

	private final boolean closed;

	/**
	 * Makes the executor.
	 * @param method the method
	 * @param parameters where the values of its parameters come from
	 * @param results what to do with what it returns
	 * @param arguments the names of the arguments among its parameters, with what refuses
	 * a value that does not fit
	 * @param closed whether nobody can ask for other arguments
	 */
	MethodExecutor(TargetMethod method, List<ParameterValue> parameters, AsyncResults results,
			Map<String, Consumer<Object>> arguments, boolean closed) {
		this.arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
		this.closed = closed;
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

	@Override
	public Set<String> arguments() {
		return this.arguments.keySet();
	}

	@Override
	public void checkArguments(Map<String, Object> arguments) {
		this.arguments.forEach((name, check) -> {
			Object value = arguments.get(name);
			if (value != null) {
				check.accept(value);
			}
		});
	}

	@Override
	public boolean takesOtherArguments() {
		return !this.closed;
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
