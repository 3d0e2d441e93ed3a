package io.atasker.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of one priority that wait, first in first out. The links are fields of the
 * tasks. Not safe for use by several threads: the lock of the {@link Gate} guards it.
 */
final class Lane {

	final Priority priority;

	private @Nullable PoolTask head;

	private @Nullable PoolTask tail;

	private int size;

	Lane(Priority priority) {
		this.priority = priority;
	}

	int size() {
		return this.size;
	}

	@Nullable PoolTask first() {
		return this.head;
	}

	void addLast(PoolTask task) {
		link(task, this.tail, null);
	}

	void addFirst(PoolTask task) {
		link(task, null, this.head);
	}

	void remove(PoolTask task) {
		PoolTask previous = task.previous;
		PoolTask next = task.next;
		if (previous != null) {
			previous.next = next;
		}
		else {
			this.head = next;
		}
		if (next != null) {
			next.previous = previous;
		}
		else {
			this.tail = previous;
		}
		task.previous = null;
		task.next = null;
		task.lane = null;
		this.size--;
	}

	private void link(PoolTask task, @Nullable PoolTask previous, @Nullable PoolTask next) {
		task.previous = previous;
		task.next = next;
		task.lane = this.priority;
		if (previous != null) {
			previous.next = task;
		}
		else {
			this.head = task;
		}
		if (next != null) {
			next.previous = task;
		}
		else {
			this.tail = task;
		}
		this.size++;
	}

}
