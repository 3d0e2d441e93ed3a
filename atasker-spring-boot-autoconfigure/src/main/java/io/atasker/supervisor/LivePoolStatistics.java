package io.atasker.supervisor;

/**
 * Reads the parts of the pool.
 */
final class LivePoolStatistics implements PoolStatistics {

	private final PriorityPool pool;

	LivePoolStatistics(PriorityPool pool) {
		this.pool = pool;
	}

	@Override
	public PoolLimits limits() {
		return this.pool.load().limits();
	}

	@Override
	public int threads() {
		return this.pool.threads();
	}

	@Override
	public int running(Priority priority) {
		return this.pool.load().runningAs()[priority.ordinal()];
	}

	@Override
	public int waiting(Priority priority) {
		return this.pool.load().waiting()[priority.ordinal()];
	}

	@Override
	public long oldestWaiting() {
		Long oldest = this.pool.oldestWaiting();
		return (oldest != null) ? oldest : 0;
	}

	@Override
	public long late(Priority priority) {
		return this.pool.lateWatch().lane(priority).reports();
	}

	@Override
	public boolean isLate(Priority priority) {
		return this.pool.lateWatch().lane(priority).isLate();
	}

	@Override
	public long completed() {
		return this.pool.load().completed();
	}

	@Override
	public int abandoned() {
		return this.pool.load().abandoned();
	}

}
