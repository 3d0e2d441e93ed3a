package io.atasker.supervisor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The gate as one would write it without a thought of speed: a list of who waits, sorted
 * when somebody is to be admitted. Written from the contract, to judge {@link Gate} by.
 */
final class GateModel {

	final List<PoolTask> waiting = new ArrayList<>();

	final Map<PoolTask, Priority> lanes = new HashMap<>();

	final Map<PoolTask, Priority> running = new HashMap<>();

	final List<PoolTask> abandoned = new ArrayList<>();

	PoolLimits limits;

	GateModel(PoolLimits limits) {
		this.limits = limits;
	}

	boolean isOut(PoolTask task) {
		return !this.waiting.contains(task) && !this.running.containsKey(task) && !this.abandoned.contains(task);
	}

	void add(PoolTask task, Priority priority) {
		this.waiting.add(task);
		this.lanes.put(task, priority);
	}

	void addFirst(PoolTask task, Priority priority) {
		this.waiting.add(0, task);
		this.lanes.put(task, priority);
	}

	void remove(PoolTask task) {
		this.waiting.remove(task);
		this.lanes.remove(task);
	}

	/** Admits as many as may be admitted, in the order in which they have to begin. */
	List<PoolTask> admit() {
		List<PoolTask> admitted = new ArrayList<>();
		List<PoolTask> order = new ArrayList<>(this.waiting);
		order.sort(Comparator.comparing(this.lanes::get).reversed());
		for (PoolTask task : order) {
			Priority priority = this.lanes.get(task);
			if (this.running.size() >= limit(priority)) {
				break;
			}
			remove(task);
			this.running.put(task, priority);
			admitted.add(task);
		}
		return admitted;
	}

	int limit(Priority priority) {
		if (this.limits.poolSize() == 0 || priority == Priority.CRITICAL) {
			return Integer.MAX_VALUE;
		}
		int limit = this.limits.poolSize();
		if (priority.compareTo(Priority.NORMAL) >= 0) {
			limit += this.limits.reserveNormal();
		}
		if (priority.compareTo(Priority.HIGH) >= 0) {
			limit += this.limits.reserveHigh();
		}
		return limit;
	}

	/** A quarter of the pool may, but at least one. */
	boolean mayAbandon() {
		return this.limits.poolSize() == 0 || this.abandoned.size() < Math.max(1, this.limits.poolSize() / 4);
	}

	boolean mustYield(Priority priority) {
		return this.running.size() > limit(priority)
				|| this.lanes.values().stream().anyMatch((lane) -> lane.compareTo(priority) > 0);
	}

	boolean shouldYield(Priority priority) {
		return this.lanes.containsValue(priority);
	}

}
