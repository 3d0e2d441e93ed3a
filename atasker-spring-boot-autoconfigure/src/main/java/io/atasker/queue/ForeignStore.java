package io.atasker.queue;

import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * Keeps the items in a queue of the user's own class.
 *
 * @param <E> the type of the items
 */
final class ForeignStore<E> implements ItemStore<E> {

	private final Queue<E> queue;

	ForeignStore(Queue<E> queue) {
		this.queue = queue;
	}

	@Override
	public boolean add(E item, int priority) {
		return this.queue.offer(item);
	}

	@Override
	public @Nullable E take() {
		return this.queue.poll();
	}

	@Override
	public int size() {
		return this.queue.size();
	}

	@Override
	public boolean ordersByPriority() {
		return false;
	}

}
