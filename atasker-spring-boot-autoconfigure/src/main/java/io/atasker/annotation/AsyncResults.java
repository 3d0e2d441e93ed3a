package io.atasker.annotation;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

import org.jspecify.annotations.Nullable;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * Makes a stage of what an asynchronous method returned.
 */
@FunctionalInterface
interface AsyncResults {

	/**
	 * Makes a stage; leaves what is a stage, or not asynchronous, as it is.
	 * @param returned what the method returned
	 * @return the stage
	 */
	@Nullable Object adapt(@Nullable Object returned);

	/**
	 * Returns how to treat what a method returns.
	 * @param method the method
	 * @return how
	 */
	static AsyncResults of(Method method) {
		Class<?> returned = method.getReturnType();
		if (returned.isPrimitive()) {
			return (result) -> result;
		}
		if (CompletionStage.class.isAssignableFrom(returned)) {
			return (stage) -> stage;
		}
		if (Flow.Publisher.class.isAssignableFrom(returned)) {
			return (publisher) -> (publisher != null) ? SubscribedStage.of((Flow.Publisher<?>) publisher) : null;
		}
		if (KotlinDetector.isSuspendingFunction(method)) {
			return (publisher) -> (publisher != null) ? Publishers.subscribe(publisher) : null;
		}
		ReactiveAdapter adapter = ReactiveAdapterRegistry.getSharedInstance().getAdapter(returned);
		if (adapter != null) {
			return (source) -> (source != null) ? Publishers.subscribe(adapter.toPublisher(source)) : null;
		}
		return (result) -> result;
	}

}
