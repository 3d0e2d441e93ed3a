package io.atasker.worker;

/**
 * Code that is given an item.
 *
 * @param <T> the type of the item
 */
@FunctionalInterface
public interface ItemExecutor<T> {

	/**
	 * Runs once.
	 * @param item the item
	 * @param context the context
	 * @throws Exception if it fails
	 */
	void execute(T item, WorkContext context) throws Exception;

}
