package io.atasker.queue;

import java.lang.reflect.Type;

/**
 * Finds out how items of a type travel through engines that leave the JVM.
 * Implementations are safe from any thread.
 */
@FunctionalInterface
public interface PayloadCodecs {

	/** Nothing can leave the JVM. */
	PayloadCodecs NONE = (itemType) -> {
		throw new IllegalArgumentException("nothing turns items into bytes");
	};

	/**
	 * Makes the codec of a type. Called once for each worker, at its definition, so that
	 * what cannot travel is told at startup.
	 * @param itemType the type of the items
	 * @return the codec
	 * @throws IllegalArgumentException if items of this type cannot be converted; the
	 * message says why, without naming the worker
	 */
	PayloadCodec codec(Type itemType);

}
