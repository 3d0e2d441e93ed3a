package io.atasker.worker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A worker that runs by interval, delay or calendar, and when it is triggered.
 */
public interface BackgroundIntervalWorker extends TriggerableWorker {

	/**
	 * Changes the schedule until the worker is {@link WorkerControl#reset reset}. A new
	 * interval counts from the start of the last execution; initial delay is ignored.
	 * @param schedule the new schedule
	 */
	void reschedule(Schedule schedule);

	/**
	 * Returns when the next execution is due.
	 * @return the time, or {@code null} while none is planned: stopped, running with a
	 * delay that counts from the end, or by trigger only
	 */
	@Nullable Instant nextExecution();

}
