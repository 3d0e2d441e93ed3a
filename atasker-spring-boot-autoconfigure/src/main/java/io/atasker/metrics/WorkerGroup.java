package io.atasker.metrics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerStatistics;

/**
 * The workers that share a tag: one, or those of a template. Counters go on where workers
 * are removed while others of the group stay.
 */
final class WorkerGroup {

	@GuardedBy("this")
	private final List<BackgroundWorker> members = new ArrayList<>(1);

	/** What removed workers have counted. */
	@GuardedBy("this")
	private final Map<Counted, Long> before = new EnumMap<>(Counted.class);

	synchronized boolean add(BackgroundWorker worker) {
		return !this.members.contains(worker) && this.members.add(worker);
	}

	/**
	 * Removes a worker and keeps its counts.
	 * @param worker the worker
	 * @return whether none is left
	 */
	synchronized boolean remove(BackgroundWorker worker) {
		if (this.members.remove(worker)) {
			for (Counted counted : Counted.values()) {
				this.before.merge(counted, counted.of(worker.statistics()), Long::sum);
			}
		}
		return this.members.isEmpty();
	}

	synchronized long total(Counted counted) {
		return this.before.getOrDefault(counted, 0L) + now(counted::of);
	}

	synchronized long now(ToLongFunction<WorkerStatistics> value) {
		return this.members.stream().map(BackgroundWorker::statistics).mapToLong(value).sum();
	}

}
