package io.atasker.worker;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The attributes that not every worker has.
 */
final class TypedAttributes {

	private TypedAttributes() {
	}

	/**
	 * Returns those that are set.
	 * @param options where
	 * @return the values by name
	 */
	static Map<String, Object> of(WorkerOptions<?> options) {
		Map<String, Object> typed = new LinkedHashMap<>();
		put(typed, "concurrency",
				(options.concurrency != null && options.concurrency == 1) ? null : options.concurrency);
		put(typed, "loop", options.loop);
		put(typed, "capacity", options.capacity);
		put(typed, "provider", options.provider);
		put(typed, "retry", options.retry);
		put(typed, "settle", options.settle);
		put(typed, "runOnStart", options.runOnStart);
		put(typed, "initialDelay", options.initialDelay);
		put(typed, "jitter", options.jitter);
		return typed;
	}

	private static void put(Map<String, Object> attributes, String name, @Nullable Object value) {
		if (value != null) {
			attributes.put(name, value);
		}
	}

}
