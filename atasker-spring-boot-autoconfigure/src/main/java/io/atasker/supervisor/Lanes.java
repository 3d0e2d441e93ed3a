package io.atasker.supervisor;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The lanes of all priorities. Not safe for use by several threads: the lock of the
 * {@link Gate} guards it.
 */
final class Lanes {

	static final int COUNT = Priority.values().length;

	private final Lane[] lanes = new Lane[COUNT];

	/** Bit p is set while lane p is not empty. */
	private int occupied;

	Lanes() {
		for (Priority priority : Priority.values()) {
			this.lanes[priority.ordinal()] = new Lane(priority);
		}
	}

	int occupied() {
		return this.occupied;
	}

	/**
	 * Returns whether somebody waits who goes before a newcomer.
	 * @param priority the priority of the newcomer
	 * @return whether its lane or a higher one is occupied
	 */
	boolean isQueueFor(Priority priority) {
		return (this.occupied >>> priority.ordinal()) != 0;
	}

	Lane get(Priority priority) {
		return this.lanes[priority.ordinal()];
	}

	/**
	 * Returns the most urgent lane that is not empty.
	 * @return the lane, or {@code null} if all are empty
	 */
	@Nullable Lane mostUrgent() {
		return (this.occupied != 0) ? this.lanes[31 - Integer.numberOfLeadingZeros(this.occupied)] : null;
	}

	void addLast(PoolTask task, Priority priority) {
		get(priority).addLast(task);
		this.occupied |= 1 << priority.ordinal();
	}

	void addFirst(PoolTask task, Priority priority) {
		get(priority).addFirst(task);
		this.occupied |= 1 << priority.ordinal();
	}

	void remove(PoolTask task, Priority priority) {
		Lane lane = get(priority);
		lane.remove(task);
		if (lane.size() == 0) {
			this.occupied &= ~(1 << priority.ordinal());
		}
	}

	List<PoolTask> removeAll() {
		List<PoolTask> all = new ArrayList<>();
		for (Lane lane : this.lanes) {
			for (PoolTask task = lane.first(); task != null; task = lane.first()) {
				remove(task, lane.priority);
				all.add(task);
			}
		}
		return all;
	}

	int[] sizes() {
		int[] sizes = new int[COUNT];
		for (Lane lane : this.lanes) {
			sizes[lane.priority.ordinal()] = lane.size();
		}
		return sizes;
	}

}
