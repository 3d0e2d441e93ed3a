package io.atasker.worker;

import java.time.Duration;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * A change of settings of a worker while it runs. What is {@code null} stays as it is.
 *
 * @param interval the interval
 * @param delay the delay
 * @param delayBefore the pause before each launch
 * @param calendar the calendar
 * @param priority the priority
 * @param concurrency how many executions at once
 * @param capacity how many items the queue takes
 * @param timeout of one execution; zero for none
 */
public record WorkerSettings(@Nullable Duration interval, @Nullable Duration delay, @Nullable Duration delayBefore,
		@Nullable CalendarSchedule calendar, @Nullable Priority priority, @Nullable Integer concurrency,
		@Nullable Long capacity, @Nullable Duration timeout) {

	/** Changes nothing. */
	public static final WorkerSettings NONE = new WorkerSettings(null, null, null, null, null, null, null, null);

	/**
	 * Returns whether nothing is set.
	 * @return whether it changes nothing
	 */
	public boolean isEmpty() {
		return equals(NONE);
	}

}
