package io.atasker.queue;

import org.jspecify.annotations.Nullable;

/**
 * Where an {@link OrderedItemQueue} keeps its items and what decides about their order.
 * Called under the lock of the queue.
 *
 * @param <E> the type of the items
 */
interface ItemStore<E> {

	/**
	 * Adds an item.
	 * @param item the item
	 * @param priority its priority, which a store without priorities ignores
	 * @return whether it was added
	 * @throws RuntimeException if the item cannot be ordered; the store is as it was
	 */
	boolean add(E item, int priority);

	/**
	 * Takes the next item.
	 * @return the item, or {@code null} if there is none
	 */
	@Nullable E take();

	/**
	 * Returns how many items are here.
	 * @return the number of items
	 */
	int size();

	/**
	 * Returns whether the priority of an item matters.
	 * @return whether items are ordered by priority
	 */
	boolean ordersByPriority();

	/**
	 * Hands out, once, what a comparator threw while an item was taken nevertheless.
	 * @return the exception, or {@code null}
	 */
	default @Nullable RuntimeException removeFailure() {
		return null;
	}

}
