package io.atasker.worker;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * The handle of an interval worker.
 */
final class IntervalHandle extends TriggerHandle implements BackgroundIntervalWorker {

	private final IntervalSource source;

	IntervalHandle(WorkerCore core, IntervalSource source, AfterCommit afterCommit) {
		super(core, source, afterCommit);
		this.source = source;
	}

	@Override
	public void reschedule(Schedule schedule) {
		if (schedule.isTriggerOnly()) {
			throw new IllegalArgumentException(
					"worker '%s' cannot be rescheduled to nothing: give an interval, delay, delayBefore or calendar"
						.formatted(name()));
		}
		control().change(new WorkerSettings(schedule.interval(), schedule.delay(), schedule.delayBefore(),
				schedule.calendar(), null, null, null, null), null, Initiator.APPLICATION);
	}

	@Override
	public @Nullable Instant nextExecution() {
		return this.source.next();
	}

}
