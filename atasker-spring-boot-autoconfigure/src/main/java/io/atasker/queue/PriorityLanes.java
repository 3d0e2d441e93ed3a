package io.atasker.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A lane for each priority, first in, first out.
 *
 * @param <E> the type of the items
 */
final class PriorityLanes<E> implements ItemStore<E> {

	/** By priority; guarded by the lock of the queue, as is the size. */
	private final List<ArrayDeque<E>> lanes = new ArrayList<>();

	private int size;

	PriorityLanes() {
		for (int priority = 0; priority <= ItemQueue.HIGHEST_PRIORITY; priority++) {
			this.lanes.add(new ArrayDeque<>(0));
		}
	}

	@Override
	public boolean add(E item, int priority) {
		this.lanes.get(priority).addLast(item);
		this.size++;
		return true;
	}

	@Override
	public @Nullable E take() {
		for (int priority = ItemQueue.HIGHEST_PRIORITY; priority >= 0; priority--) {
			E item = this.lanes.get(priority).pollFirst();
			if (item != null) {
				this.size--;
				return item;
			}
		}
		return null;
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public boolean ordersByPriority() {
		return true;
	}

}
