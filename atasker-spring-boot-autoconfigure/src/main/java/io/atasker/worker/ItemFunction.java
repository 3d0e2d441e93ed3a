package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Code that is given an item and has a result.
 *
 * @param <T> the type of the item
 */
@FunctionalInterface
public interface ItemFunction<T> {

	/**
	 * Runs once.
	 * @param item the item
	 * @param context the context
	 * @return the result; {@link Boolean#FALSE} stops the worker
	 * @throws Exception if it fails
	 */
	@Nullable Object execute(T item, WorkContext context) throws Exception;

}
