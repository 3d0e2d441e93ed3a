package io.atasker.supervisor;

/**
 * Reports calls that have occupied an event loop for too long, one in a minute, and says
 * how many others there were. The first call of a loop may take a second, since the
 * classes of all the following ones are loaded in it. Confined to the thread of the loop.
 */
final class SlowCalls {

	private static final long TOO_LONG = 100_000_000;

	private static final long TOO_LONG_FOR_THE_FIRST = 1_000_000_000;

	private static final long PAUSE = 60_000_000_000L;

	private final String loop;

	private long limit = TOO_LONG_FOR_THE_FIRST;

	private boolean reported;

	private long reportedAt;

	private long unreported;

	SlowCalls(String loop) {
		this.loop = loop;
	}

	void ended(long begin, long end) {
		boolean fast = end - begin <= this.limit;
		this.limit = TOO_LONG;
		if (fast) {
			return;
		}
		if (this.reported && end - this.reportedAt < PAUSE) {
			this.unreported++;
			return;
		}
		Loop.logger.warn(
				"a call has occupied event loop '{}' for {}, and everything else on it had to wait; do not block a loop ({} more since the last report)",
				this.loop, Durations.text(end - begin), this.unreported);
		this.reported = true;
		this.reportedAt = end;
		this.unreported = 0;
	}

}
