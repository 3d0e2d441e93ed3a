package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * An item that carries more than itself. Most items wait bare in the queue; this one was
 * put with an id, has been tried before, or brings something along for its execution.
 *
 * @param item the item
 * @param attempt which attempt comes next, 1 for the first
 * @param priority its priority in the queue
 * @param id its id, or {@code null}
 * @param captured what it brings along, or {@code null}
 */
record QueuedItem(Object item, int attempt, int priority, @Nullable String id, @Nullable Object captured) {

	static Object bare(Object queued) {
		return (queued instanceof QueuedItem item) ? item.item : queued;
	}

}
