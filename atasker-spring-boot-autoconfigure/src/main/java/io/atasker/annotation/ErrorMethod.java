package io.atasker.annotation;

import java.lang.reflect.Method;
import java.util.function.Function;
import java.util.stream.Stream;

import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerErrorHandler;
import io.atasker.worker.WorkerFailure;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * A method of the bean that is told of failures.
 */
final class ErrorMethod implements WorkerErrorHandler {

	private static final Logger logger = LoggerFactory.getLogger(ErrorMethod.class);

	private final DeclaredWorker worker;

	private final TargetMethod target;

	private final Class<?>[] types;

	private final Function<WorkerFailure, @Nullable Object>[] values;

	@SuppressWarnings("unchecked")
	ErrorMethod(DeclaredWorker worker, Method method, TargetMethod target) {
		this.worker = worker;
		this.target = target;
		this.types = method.getParameterTypes();
		this.values = Stream.of(this.types).map((type) -> value(method, type)).toArray(Function[]::new);
	}

	private Function<WorkerFailure, @Nullable Object> value(Method method, Class<?> type) {
		ResolvableType itemType = this.worker.signature().itemType();
		if (type == WorkerFailure.class) {
			return (failure) -> failure;
		}
		if (type == WorkContext.class) {
			return WorkerFailure::context;
		}
		if (Throwable.class.isAssignableFrom(type)) {
			return WorkerFailure::exception;
		}
		if (itemType != null && type.isAssignableFrom(itemType.toClass())) {
			return WorkerFailure::item;
		}
		throw this.worker.method()
			.invalid("onError", "#" + method.getName(),
					"it takes a '" + type.getSimpleName() + "', which it cannot be given",
					"Let it take the exception, the WorkerFailure, the WorkContext, or the item of a queue worker");
	}

	@Override
	public void handle(WorkerFailure failure) {
		@Nullable Object[] arguments = new @Nullable Object[this.values.length];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = this.values[i].apply(failure);
			if (Throwable.class.isAssignableFrom(this.types[i]) && !this.types[i].isInstance(arguments[i])) {
				logger.error("worker '{}' failed, and its error handler takes {} only", this.worker.name(),
						this.types[i].getSimpleName(), failure.exception());
				return;
			}
		}
		try {
			this.target.invoke(arguments);
		}
		catch (Throwable ex) {
			ReflectionUtils.rethrowRuntimeException(ex);
		}
	}

}
