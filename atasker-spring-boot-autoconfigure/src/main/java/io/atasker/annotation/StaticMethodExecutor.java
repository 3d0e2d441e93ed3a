package io.atasker.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.atasker.annotation.MethodExecutor.ParameterValue;
import io.atasker.process.StaticMethod;
import io.atasker.worker.ProcessExecutor;
import io.atasker.worker.WorkContext;
import org.jspecify.annotations.Nullable;

/**
 * Runs a static method as the executor of a worker in a child process. Its arguments are
 * made out here, in the application.
 */
final class StaticMethodExecutor extends ProcessExecutor {

	private final List<@Nullable ParameterValue> parameters;

	private final MethodExecutor here;

	/**
	 * Makes the executor.
	 * @param method the method
	 * @param parameters where the values of its parameters come from, {@code null} for
	 * that of the context
	 * @param here the same on a thread of the application
	 */
	StaticMethodExecutor(StaticMethod method, List<@Nullable ParameterValue> parameters, MethodExecutor here) {
		super(method, parameters.indexOf(null));
		this.parameters = parameters;
		this.here = here;
	}

	@Override
	protected List<@Nullable Object> values(@Nullable Object item, WorkContext context) {
		List<@Nullable Object> values = new ArrayList<>(this.parameters.size());
		for (ParameterValue parameter : this.parameters) {
			if (parameter != null) {
				values.add(parameter.get(item, context));
			}
		}
		return values;
	}

	@Override
	public Set<String> arguments() {
		return this.here.arguments();
	}

	@Override
	public boolean takesOtherArguments() {
		return this.here.takesOtherArguments();
	}

	@Override
	public void checkArguments(Map<String, Object> arguments) {
		this.here.checkArguments(arguments);
	}

}
