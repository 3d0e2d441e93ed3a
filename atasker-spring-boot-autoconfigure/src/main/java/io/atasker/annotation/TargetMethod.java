package io.atasker.annotation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;

import org.springframework.core.CoroutinesUtils;
import org.springframework.core.KotlinDetector;
import org.springframework.util.ReflectionUtils;

/**
 * A method of a bean with workers, which is called through the bean's proxy. Bean and
 * method are looked up once.
 */
final class TargetMethod {

	private final WorkerMethod worker;

	private final Method method;

	private final TargetBean bean;

	private volatile @Nullable Bound bound;

	/**
	 * Makes the method.
	 * @param worker the worker that it belongs to
	 * @param method the method as found on the class of the bean
	 * @param bean the bean
	 */
	TargetMethod(WorkerMethod worker, Method method, TargetBean bean) {
		this.worker = worker;
		this.method = method;
		this.bean = bean;
	}

	/**
	 * Finds out whether the method can be called, if the bean is there.
	 * @throws InvalidWorkerMethodException if it cannot
	 */
	void verify() {
		if (this.bean.isMade()) {
			bound();
		}
	}

	/**
	 * Makes the bean, if it is not there, and finds out whether the method can be called.
	 * @throws InvalidWorkerMethodException if it cannot
	 */
	void prepare() {
		if (!this.bean.isInCreation()) {
			bound();
		}
	}

	/**
	 * Calls the method.
	 * @param arguments the arguments
	 * @return what it returned; of a suspending function a publisher
	 * @throws Throwable what it threw
	 */
	@Nullable Object invoke(@Nullable Object... arguments) throws Throwable {
		Bound bound = bound();
		if (bound.suspending()) {
			return suspend(bound, arguments);
		}
		try {
			return bound.method().invoke(bound.instance(), arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	// NullAway does not see that the array parameter of foreign code takes nulls.
	@SuppressWarnings("NullAway")
	private static Object suspend(Bound bound, @Nullable Object[] arguments) {
		return CoroutinesUtils.invokeSuspendingFunction(bound.method(), bound.instance(), arguments);
	}

	private Bound bound() {
		Bound bound = this.bound;
		if (bound == null) {
			Object instance = this.bean.get();
			Method invocable = InvocableMethods.select(this.worker, this.method, instance);
			ReflectionUtils.makeAccessible(invocable);
			bound = new Bound(instance, invocable, KotlinDetector.isSuspendingFunction(invocable));
			this.bound = bound;
		}
		return bound;
	}

	private record Bound(Object instance, Method method, boolean suspending) {

	}

}
