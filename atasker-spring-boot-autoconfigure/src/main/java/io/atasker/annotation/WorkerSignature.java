package io.atasker.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;

import io.atasker.worker.ExecutorKind;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerType;
import org.jspecify.annotations.Nullable;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.KotlinDetector;
import org.springframework.core.MethodParameter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.util.ClassUtils;

/**
 * What the method of a worker takes and returns.
 *
 * @param kind how it is run
 * @param parameters what it takes, without the continuation of a suspending function
 * @param itemType the type of the item, {@code null} if it takes none
 * @param resultType the type of what it comes to, without stage or publisher
 */
record WorkerSignature(ExecutorKind kind, List<Parameter> parameters, @Nullable ResolvableType itemType,
		ResolvableType resultType) {

	private static final DefaultParameterNameDiscoverer PARAMETER_NAMES = new DefaultParameterNameDiscoverer();

	/**
	 * Reads a method.
	 * @param worker the worker
	 * @param type its type
	 * @return the signature
	 * @throws InvalidWorkerMethodException if the method does not fit the type
	 */
	static WorkerSignature of(WorkerMethod worker, WorkerType type) {
		List<Parameter> parameters = parameters(worker.method());
		List<Parameter> items = parameters.stream().filter((parameter) -> parameter.role() == Role.ITEM).toList();
		if (type == WorkerType.QUEUE && items.isEmpty()) {
			throw worker.invalid("it is a queue worker, but takes no item", "Add a parameter of the type of the items");
		}
		int allowed = (type == WorkerType.QUEUE) ? 1 : 0;
		if (items.size() > allowed) {
			throw stranger(worker, items.get(allowed), type);
		}
		ResolvableType itemType = items.isEmpty() ? null : type(worker, items.get(0));
		return new WorkerSignature(kind(worker), parameters, itemType, resultType(worker));
	}

	private static InvalidWorkerMethodException stranger(WorkerMethod worker, Parameter parameter, WorkerType type) {
		String name = "%s %s".formatted(parameter.parameter().getParameterType().getSimpleName(),
				Objects.requireNonNullElse(parameter.parameter().getParameterName(), ""));
		if (type == WorkerType.QUEUE) {
			return worker.invalid("it takes more than one item: '" + name.trim() + "'",
					"Put what belongs together into one item, or annotate the parameter with @Argument");
		}
		return worker.invalid("it takes '" + name.trim() + "', but only a queue worker is given items",
				"Remove the parameter, annotate it with @Argument, or make it a queue worker with @QueueWorker");
	}

	private static List<Parameter> parameters(Method method) {
		MethodParameter[] all = new AnnotatedMethod(method).getMethodParameters();
		int count = KotlinDetector.isSuspendingFunction(method) ? all.length - 1 : all.length;
		List<Parameter> parameters = new ArrayList<>();
		for (MethodParameter parameter : List.of(all).subList(0, count)) {
			parameter.initParameterNameDiscovery(PARAMETER_NAMES);
			parameters.add(new Parameter(parameter, role(parameter)));
		}
		return parameters;
	}

	private static Role role(MethodParameter parameter) {
		if (parameter.getParameterType() == WorkContext.class) {
			return Role.CONTEXT;
		}
		return parameter.hasParameterAnnotation(Argument.class) ? Role.ARGUMENT : Role.ITEM;
	}

	/**
	 * The type without variables: a variable that the bean's class leaves open is its
	 * bound.
	 */
	private static ResolvableType type(WorkerMethod worker, Parameter parameter) {
		Type type = GenericTypeResolver.resolveType(parameter.parameter().getGenericParameterType(),
				worker.beanClass());
		ResolvableType resolvable = ResolvableType.forType(type);
		Class<?> raw = ClassUtils.resolvePrimitiveIfNecessary(resolvable.toClass());
		return (type instanceof Class || !resolvable.hasGenerics() || resolvable.hasUnresolvableGenerics())
				? ResolvableType.forClass(raw) : resolvable;
	}

	private static ExecutorKind kind(WorkerMethod worker) {
		Class<?> returned = worker.method().getReturnType();
		if (isAsynchronous(worker.method())) {
			return ExecutorKind.LOOP;
		}
		if (Future.class.isAssignableFrom(returned)) {
			throw worker.invalid("it returns a " + returned.getSimpleName() + ", of which nobody is told when it ends",
					"Return a CompletionStage such as CompletableFuture, or wait for the end in the method");
		}
		return ExecutorKind.THREAD;
	}

	private static boolean isAsynchronous(Method method) {
		Class<?> returned = method.getReturnType();
		if (returned.isPrimitive()) {
			// The registry takes its time to find out which reactive types there are.
			return false;
		}
		return CompletionStage.class.isAssignableFrom(returned) || Flow.Publisher.class.isAssignableFrom(returned)
				|| KotlinDetector.isSuspendingFunction(method)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned) != null;
	}

	private static ResolvableType resultType(WorkerMethod worker) {
		ResolvableType returned = ResolvableType.forMethodReturnType(worker.method(), worker.beanClass());
		if (KotlinDetector.isSuspendingFunction(worker.method())) {
			return ResolvableType.forClass(Object.class);
		}
		if (!isAsynchronous(worker.method())) {
			return returned;
		}
		ResolvableType result = returned.getGeneric();
		return (result == ResolvableType.NONE) ? ResolvableType.forClass(Object.class) : result;
	}

	/**
	 * What a parameter is given.
	 */
	enum Role {

		ITEM, CONTEXT, ARGUMENT

	}

	/**
	 * A parameter.
	 *
	 * @param parameter the parameter
	 * @param role what it is given
	 */
	record Parameter(MethodParameter parameter, Role role) {

	}

}
