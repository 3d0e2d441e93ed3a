package io.atasker.worker;

import java.util.function.ToLongFunction;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what the strands of a worker have counted.
 */
final class LiveStatistics implements WorkerStatistics {

	private final WorkerCore core;

	private final @Nullable ItemSource queue;

	LiveStatistics(WorkerCore core) {
		this.core = core;
		this.queue = (core.source() instanceof ItemSource source) ? source : null;
	}

	private long sum(ToLongFunction<Strand> counter) {
		long sum = 0;
		for (Strand strand : this.core.strands().all()) {
			sum += counter.applyAsLong(strand);
		}
		return sum;
	}

	@Override
	public Priority priority() {
		return this.core.effective().priority();
	}

	@Override
	public int running() {
		return (int) sum((strand) -> strand.sequence() & 1);
	}

	@Override
	public long executions() {
		return sum((strand) -> strand.sequence() >> 1);
	}

	@Override
	public long succeeded() {
		return sum((strand) -> strand.tally().countSucceeded());
	}

	@Override
	public long failed() {
		// The part first: it is counted after the whole.
		long timedOut = timedOut();
		return sum((strand) -> strand.tally().countFailed()) - timedOut;
	}

	@Override
	public long timedOut() {
		return sum((strand) -> strand.tally().countTimedOut());
	}

	@Override
	public long cancelled() {
		return sum((strand) -> strand.tally().countCancelled());
	}

	@Override
	public long retried() {
		return this.core.source().retried();
	}

	@Override
	public long missed() {
		return this.core.source().missed();
	}

	@Override
	public long merged() {
		return this.core.source().merged();
	}

	@Override
	public long busyTime() {
		return sum((strand) -> strand.tally().busyTime());
	}

	@Override
	public long launches() {
		return sum((strand) -> strand.tally().countLaunches());
	}

	@Override
	public long launchDelay() {
		return sum((strand) -> strand.tally().launchDelay());
	}

	@Override
	public long failuresInARow() {
		return this.core.failuresInARow();
	}

	@Override
	public long stuck(StuckStep step) {
		return sum((strand) -> strand.stuck().count(step));
	}

	@Override
	public int stuckNow() {
		return (int) sum((strand) -> (strand.stuck().step(strand.sequence()) != null) ? 1 : 0);
	}

	@Override
	public long queueSize() {
		return (this.queue != null) ? this.queue.size() : 0;
	}

	@Override
	public long queueCapacity() {
		return (this.queue != null) ? this.queue.capacity() : 0;
	}

	@Override
	public long rejected() {
		return (this.queue != null) ? this.queue.rejected() : 0;
	}

	@Override
	public int deadLetters() {
		return (this.queue != null) ? this.queue.dead().size() : 0;
	}

	@Override
	public boolean isLeaseHeld() {
		return this.core.lease().lease() != null && this.core.lease().isHeld();
	}

	@Override
	public long leaseLosses() {
		return this.core.lease().losses();
	}

	@Override
	public long failedLeaseRenewals() {
		WorkerLease lease = this.core.lease().lease();
		return (lease != null) ? lease.failedRenewals() : 0;
	}

}
