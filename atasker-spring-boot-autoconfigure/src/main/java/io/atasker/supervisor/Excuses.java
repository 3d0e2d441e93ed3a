package io.atasker.supervisor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a supervisor that wait for its stop: the stop cannot wait for them.
 */
final class Excuses {

	private final Map<Thread, Entry> excused = new ConcurrentHashMap<>();

	/**
	 * Excuses the current thread.
	 * @param task the task that it runs, or {@code null}
	 */
	void add(@Nullable PoolTask task) {
		this.excused.merge(Thread.currentThread(), new Entry(task, 1),
				(old, one) -> new Entry(old.task, old.depth + 1));
	}

	void remove() {
		this.excused.computeIfPresent(Thread.currentThread(),
				(thread, old) -> (old.depth > 1) ? new Entry(old.task, old.depth - 1) : null);
	}

	boolean isExcused(Thread thread) {
		return this.excused.containsKey(thread);
	}

	List<PoolTask> tasks() {
		return this.excused.values().stream().map(Entry::task).filter(Objects::nonNull).toList();
	}

	private record Entry(@Nullable PoolTask task, int depth) {

	}

}
