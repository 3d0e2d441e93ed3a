package io.atasker.worker;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Asynchronous code that is given an item.
 *
 * @param <T> the type of the item
 */
@FunctionalInterface
public interface AsyncItemExecutor<T> {

	/**
	 * Begins once.
	 * @param item the item
	 * @param context the context
	 * @return completed when it is done; a result of {@link Boolean#FALSE} stops the
	 * worker
	 * @throws Exception if it fails at once
	 */
	CompletionStage<? extends @Nullable Object> execute(T item, WorkContext context) throws Exception;

}
