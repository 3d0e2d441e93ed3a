package io.atasker.supervisor;

import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.atasker.process.ProcessCall;
import io.atasker.process.StaticMethod;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which static method a lambda is, and what it captures. The compiler has given
 * it a method of its own, and the JDK tells it for lambdas that are Serializable.
 */
final class ProcessTasks {

	private static final String REMEDY = "Write a lambda that calls a static method with local variables as"
			+ " arguments, such as () -> Thumbnails.make(path)";

	private ProcessTasks() {
	}

	/**
	 * Makes a call of a task.
	 * @param label what it is
	 * @param task a lambda or a reference to a static method
	 * @return the call
	 * @throws IllegalArgumentException if it is something else, or captures {@code this}
	 */
	static ProcessCall callOf(String label, ProcessTask<?> task) {
		SerializedLambda lambda = lambda(label, task);
		if (lambda.getImplMethodKind() != MethodHandleInfo.REF_invokeStatic) {
			throw new IllegalArgumentException(
					"task '%s' cannot run in a child process, since it uses an instance of %s, by this or by a reference to a method of it. %s"
						.formatted(label, lambda.getImplClass().replace('/', '.'), REMEDY));
		}
		List<@Nullable Object> arguments = new ArrayList<>();
		for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
			arguments.add(lambda.getCapturedArg(i));
		}
		return ProcessCall.of(label, new StaticMethod(lambda.getImplClass().replace('/', '.'),
				lambda.getImplMethodName(), lambda.getImplMethodSignature(), StaticMethod.loaderOf(task.getClass())),
				arguments);
	}

	private static SerializedLambda lambda(String label, ProcessTask<?> task) {
		try {
			Method form = task.getClass().getDeclaredMethod("writeReplace");
			form.setAccessible(true);
			if (form.invoke(task) instanceof SerializedLambda lambda) {
				return lambda;
			}
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw new IllegalArgumentException("task '%s' cannot run in a child process, since %s is not a lambda. %s"
				.formatted(label, task.getClass().getName(), REMEDY), ex);
		}
		throw new IllegalArgumentException("task '%s' cannot run in a child process, since %s is not a lambda. %s"
			.formatted(label, task.getClass().getName(), REMEDY));
	}

}
