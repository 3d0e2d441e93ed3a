package io.atasker.annotation;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.atasker.worker.WorkerErrorHandler;
import io.atasker.worker.WorkerName;
import io.atasker.worker.WorkerResultHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;

/**
 * Finds what an annotated worker hands its failures and results to: a method of the same
 * bean, or another bean.
 */
final class Callbacks {

	private static final String PROCESS_RESULT = "processResult";

	private final ConfigurableListableBeanFactory beanFactory;

	private final DeclaredWorker worker;

	private final WorkerAttributes attributes;

	private final TargetMethods methods;

	Callbacks(ConfigurableListableBeanFactory beanFactory, DeclaredWorker worker, WorkerAttributes attributes,
			TargetMethods methods) {
		this.beanFactory = beanFactory;
		this.worker = worker;
		this.attributes = attributes;
		this.methods = methods;
	}

	/**
	 * Finds the error handler.
	 * @return the handler, {@code null} if none is set
	 */
	@Nullable WorkerErrorHandler onError() {
		String name = this.attributes.text("onError");
		if (name == null) {
			return null;
		}
		if (name.startsWith("#")) {
			Method method = method("onError", name.substring(1));
			return new ErrorMethod(this.worker, method, this.methods.of(method));
		}
		TargetBean bean = bean("onError", name, WorkerErrorHandler.class);
		return (failure) -> ((WorkerErrorHandler) bean.get()).handle(failure);
	}

	/**
	 * Finds the result handler.
	 * @return the handler, {@code null} if there is none
	 */
	@Nullable WorkerResultHandler onResult() {
		String name = this.attributes.text("onResult");
		if (name == null) {
			return processResult();
		}
		if (name.startsWith("#")) {
			Method method = method("onResult", name.substring(1));
			return new ResultMethod(this.worker, method, this.methods.of(method));
		}
		TargetBean bean = bean("onResult", name, WorkerResultHandler.class);
		return (result, item, context) -> ((WorkerResultHandler) bean.get()).handle(result, item, context);
	}

	private @Nullable WorkerResultHandler processResult() {
		if (!this.worker.method().ofClass() || candidates(PROCESS_RESULT).isEmpty()) {
			return null;
		}
		Method method = method("onResult", PROCESS_RESULT);
		return new ResultMethod(this.worker, method, this.methods.of(method));
	}

	private Method method(String attribute, String name) {
		Set<Method> candidates = candidates(name);
		if (candidates.contains(this.worker.method().method())) {
			throw this.attributes.invalid(attribute, "it names the worker's own method", "Name another method");
		}
		if (candidates.size() > 1) {
			throw this.attributes.invalid(attribute, "the bean has several methods '" + name + "'",
					"Rename all but one");
		}
		if (candidates.isEmpty()) {
			List<String> known = methodNames().filter((candidate) -> !candidate.equals(methodName())).toList();
			throw this.attributes.invalid(attribute, "the bean has no method '" + name + "'", nearest(name, known));
		}
		return candidates.iterator().next();
	}

	private TargetBean bean(String attribute, String name, Class<?> type) {
		if (!this.beanFactory.containsBean(name)) {
			String advice = methodNames().anyMatch(name::equals) ? "Write #" + name + " to name the method"
					: nearest(name, beans(type));
			throw this.attributes.invalid(attribute, "there is no bean '" + name + "'", advice);
		}
		if (!this.beanFactory.isTypeMatch(name, type)) {
			throw this.attributes.invalid(attribute, "the bean '" + name + "' is no " + type.getSimpleName(),
					nearest(name, beans(type)));
		}
		return new TargetBean(this.beanFactory, name);
	}

	private List<String> beans(Class<?> type) {
		return List.of(this.beanFactory.getBeanNamesForType(type, true, false));
	}

	private static String nearest(String name, List<String> known) {
		return known.isEmpty() ? "There are none" : "The nearest names are " + WorkerName.nearest(name, known);
	}

	private Set<Method> candidates(String name) {
		return MethodIntrospector.selectMethods(this.worker.method().beanClass(),
				(Method method) -> method.getName().equals(name));
	}

	private Stream<String> methodNames() {
		return MethodIntrospector
			.selectMethods(this.worker.method().beanClass(), (Method method) -> !method.isSynthetic())
			.stream()
			.map(Method::getName);
	}

	private String methodName() {
		return this.worker.method().method().getName();
	}

}
