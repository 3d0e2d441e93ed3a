package io.atasker.metrics;

import java.util.function.ToLongFunction;

import io.atasker.worker.StuckStep;
import io.atasker.worker.WorkerStatistics;

/**
 * The counters of workers that never go down.
 */
enum Counted {

	SUCCEEDED(WorkerStatistics::succeeded), FAILED(WorkerStatistics::failed), TIMED_OUT(WorkerStatistics::timedOut),
	CANCELLED(WorkerStatistics::cancelled), RETRIED(WorkerStatistics::retried),
	EXECUTIONS(WorkerStatistics::executions), BUSY_TIME(WorkerStatistics::busyTime),
	LAUNCHES(WorkerStatistics::launches), LAUNCH_DELAY(WorkerStatistics::launchDelay), MISSED(WorkerStatistics::missed),
	MERGED(WorkerStatistics::merged), REJECTED(WorkerStatistics::rejected), LEASE_LOSSES(WorkerStatistics::leaseLosses),
	LEASE_FAILED_RENEWALS(WorkerStatistics::failedLeaseRenewals),
	WARNED((statistics) -> statistics.stuck(StuckStep.WARNED)),
	INTERRUPTED((statistics) -> statistics.stuck(StuckStep.INTERRUPTED)),
	ABANDONED((statistics) -> statistics.stuck(StuckStep.ABANDONED));

	private final ToLongFunction<WorkerStatistics> counter;

	Counted(ToLongFunction<WorkerStatistics> counter) {
		this.counter = counter;
	}

	long of(WorkerStatistics statistics) {
		return this.counter.applyAsLong(statistics);
	}

}
