package io.atasker.annotation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.atasker.worker.InvalidWorkerException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.StringUtils;

/**
 * A method that is the executor of a worker, as found on the class of a bean.
 *
 * @param bean the name of the bean
 * @param beanClass the class of the bean, as far as it is known
 * @param method the method, most specific for that class
 * @param annotation what makes a worker of it
 * @param ofClass whether the class is annotated, not the method
 */
record WorkerMethod(String bean, Class<?> beanClass, Method method, MergedAnnotation<Worker> annotation,
		boolean ofClass) {

	private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

	/**
	 * Returns what identifies it among the workers of its class.
	 * @return the method with the types of its parameters, empty for the class
	 */
	String id() {
		return this.ofClass ? "" : describe(this.method, Class::getName);
	}

	/**
	 * Returns the class and method, for people.
	 * @return the text
	 */
	String target() {
		return target(this.beanClass, this.method);
	}

	InvalidWorkerMethodException invalid(String problem, String remedy) {
		return invalid(null, null, problem, remedy);
	}

	InvalidWorkerMethodException invalid(@Nullable String attribute, @Nullable String value, String problem,
			String remedy) {
		String shown = (value != null) ? StringUtils.truncate(CONTROL.matcher(value).replaceAll("?")) : null;
		return new InvalidWorkerMethodException(this.bean, target(), attribute, shown, problem, remedy);
	}

	/**
	 * Adds bean and method to what somebody else found wrong.
	 * @param ex what was found
	 * @return the exception to throw
	 */
	InvalidWorkerMethodException invalid(InvalidWorkerException ex) {
		if (ex instanceof InvalidWorkerMethodException complete) {
			return complete;
		}
		InvalidWorkerMethodException invalid = invalid(ex.attribute(), ex.value(), ex.problem(), ex.remedy());
		invalid.initCause(ex);
		return invalid;
	}

	static String target(Class<?> beanClass, Method method) {
		return beanClass.getName() + "." + describe(method, Class::getSimpleName);
	}

	private static String describe(Method method, Function<Class<?>, String> nameOfType) {
		return Arrays.stream(method.getParameterTypes())
			.map(nameOfType)
			.collect(Collectors.joining(",", method.getName() + "(", ")"));
	}

}
