package io.atasker.annotation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;

/**
 * Finds the method to call on the instance of a bean, which may be a proxy.
 */
final class InvocableMethods {

	private InvocableMethods() {
	}

	/**
	 * Finds the method to call.
	 * @param worker the worker that it belongs to
	 * @param method the method as found on the class of the bean
	 * @param instance the bean
	 * @return the method to call on it
	 * @throws InvalidWorkerMethodException if there is none
	 */
	static Method select(WorkerMethod worker, Method method, Object instance) {
		if (Modifier.isStatic(method.getModifiers())) {
			return method;
		}
		if (AopUtils.isCglibProxy(instance)) {
			requireVisible(worker, method);
		}
		try {
			return MethodIntrospector.selectInvocableMethod(method, instance.getClass());
		}
		catch (IllegalStateException ex) {
			Method generic = generic(method, instance.getClass());
			if (generic != null) {
				return generic;
			}
			throw invisible(worker, method, instance);
		}
	}

	private static void requireVisible(WorkerMethod worker, Method method) {
		if (Modifier.isPrivate(method.getModifiers())) {
			throw worker.invalid(
					"the bean is a proxy, which cannot pass on calls of the private method '" + method.getName() + "'",
					"Make it package-private, protected or public");
		}
		if (Modifier.isFinal(method.getModifiers())) {
			throw worker.invalid(
					"the bean is a proxy, which cannot pass on calls of the final method '" + method.getName() + "'",
					"Remove 'final' from it");
		}
	}

	private static InvalidWorkerMethodException invisible(WorkerMethod worker, Method method, Object instance) {
		if (AopUtils.isJdkDynamicProxy(instance)) {
			return worker.invalid(
					"the bean is a proxy of its interfaces only, none of which has the method '" + method.getName()
							+ "'",
					"Declare the method in an interface of the bean, or have classes proxied with "
							+ "spring.aop.proxy-target-class=true");
		}
		return worker.invalid("the bean is a %s, which has no such method '%s'".formatted(instance.getClass().getName(),
				method.getName()), "Declare the bean with the class that it has");
	}

	/**
	 * Finds the method of a proxied interface whose parameters are variables there.
	 */
	private static @Nullable Method generic(Method method, Class<?> proxy) {
		for (Class<?> type : proxy.getInterfaces()) {
			for (Method candidate : type.getMethods()) {
				if (candidate.getName().equals(method.getName()) && isSame(candidate, method)) {
					return candidate;
				}
			}
		}
		return null;
	}

	private static boolean isSame(Method generic, Method method) {
		if (generic.getParameterCount() != method.getParameterCount()) {
			return false;
		}
		for (int i = 0; i < generic.getParameterCount(); i++) {
			ResolvableType type = ResolvableType.forMethodParameter(generic, i, method.getDeclaringClass());
			if (type.toClass() != method.getParameterTypes()[i]) {
				return false;
			}
		}
		return true;
	}

}
