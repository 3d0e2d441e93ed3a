package io.atasker.annotation;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerResultHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * A method of the bean that is given results. Its parameters are told apart by their
 * types; where result and item could both be meant the result comes first.
 */
final class ResultMethod implements WorkerResultHandler {

	private final TargetMethod target;

	private final List<Source> sources;

	ResultMethod(DeclaredWorker worker, Method method, TargetMethod target) {
		this.target = target;
		this.sources = sources(worker, method);
	}

	@Override
	public @Nullable Object handle(@Nullable Object result, @Nullable Object item, WorkContext context)
			throws Throwable {
		@Nullable Object[] arguments = new @Nullable Object[this.sources.size()];
		for (int i = 0; i < arguments.length; i++) {
			arguments[i] = switch (this.sources.get(i)) {
				case RESULT -> result;
				case ITEM -> item;
				case CONTEXT -> context;
			};
		}
		return this.target.invoke(arguments);
	}

	private static List<Source> sources(DeclaredWorker worker, Method method) {
		List<Source> sources = new ArrayList<>();
		for (Class<?> type : method.getParameterTypes()) {
			sources.add((type == WorkContext.class) ? Source.CONTEXT : Source.RESULT);
		}
		int first = sources.indexOf(Source.RESULT);
		int second = sources.lastIndexOf(Source.RESULT);
		for (int i = 0; i < sources.size(); i++) {
			if (sources.get(i) == Source.RESULT && i != first && i != second) {
				throw invalid(worker, method);
			}
		}
		return (first < 0) ? sources : assign(worker, method, sources, first, second);
	}

	private static List<Source> assign(DeclaredWorker worker, Method method, List<Source> sources, int first,
			int second) {
		Class<?>[] types = method.getParameterTypes();
		boolean firstIsResult = isResult(worker, types[first]);
		if (first == second && !firstIsResult) {
			sources.set(first, Source.ITEM);
		}
		if (first != second) {
			boolean swapped = !(firstIsResult && isItem(worker, types[second]));
			sources.set(swapped ? first : second, Source.ITEM);
		}
		for (int i = 0; i < types.length; i++) {
			if (sources.get(i) == Source.ITEM && !isItem(worker, types[i])
					|| sources.get(i) == Source.RESULT && !isResult(worker, types[i])) {
				throw invalid(worker, method);
			}
		}
		return sources;
	}

	private static boolean isResult(DeclaredWorker worker, Class<?> type) {
		Class<?> result = ClassUtils.resolvePrimitiveIfNecessary(worker.signature().resultType().toClass());
		return result != Void.class && result != void.class
				&& (result == Object.class || ClassUtils.isAssignable(type, result));
	}

	private static boolean isItem(DeclaredWorker worker, Class<?> type) {
		ResolvableType item = worker.signature().itemType();
		return item != null && ClassUtils.isAssignable(type, item.toClass());
	}

	private static InvalidWorkerMethodException invalid(DeclaredWorker worker, Method method) {
		return worker.method()
			.invalid("onResult", "#" + method.getName(), "its parameters do not fit %s".formatted(given(worker)),
					"Let it take the result, the WorkContext, or the item of a queue worker, each once at most");
	}

	private static String given(DeclaredWorker worker) {
		ResolvableType item = worker.signature().itemType();
		String result = "a result of type " + worker.signature().resultType();
		return (item != null) ? result + " and items of type " + item : result;
	}

	private enum Source {

		RESULT, ITEM, CONTEXT

	}

}
