package io.atasker.worker;

import io.atasker.time.TimeSource;

/**
 * The time of a strand's turns: when an execution begins is when the one before has
 * ended, and for quick ones the clock is read each 16th time only. Used by the thread
 * that has the strand's turn, but for {@link #launching(long)}.
 */
final class TurnClock {

	private static final int READ_EVERY = 16;

	private static final long QUICK = 1_000;

	private final TimeSource time;

	private final Tally tally;

	/** When the turn that is to come was asked for, 0 when none was. */
	private volatile long launchedAt;

	/** When the clock was read last. */
	private long last;

	/**
	 * How long the last execution took, or the mean of those since the clock was read.
	 */
	private long duration;

	/** Executions since then. */
	private int unread;

	/** Whether executions are so short that the clock is not read for each. */
	private boolean quick;

	TurnClock(TimeSource time, Tally tally) {
		this.time = time;
		this.tally = tally;
	}

	/** A turn is asked for. */
	void launching(long now) {
		this.launchedAt = (now != 0) ? now : 1;
	}

	void turnBegins(long now) {
		this.last = now;
		this.unread = 0;
		long since = this.launchedAt;
		if (since != 0) {
			this.launchedAt = 0;
			this.tally.launched(Math.max(0, now - since));
		}
	}

	/**
	 * An execution has ended: reads the clock, for quick ones each 16th time only.
	 * @param always whether to read it in any case
	 */
	void executed(boolean always) {
		this.unread++;
		if (this.quick && !always && this.unread < READ_EVERY) {
			return;
		}
		long now = this.time.nanoTime();
		this.tally.busy(now - this.last);
		this.duration = (now - this.last) / this.unread;
		this.quick = this.duration < QUICK;
		this.last = now;
		this.unread = 0;
	}

	/** Returns whether the clock was read for the last execution. */
	boolean wasRead() {
		return this.unread == 0;
	}

	long last() {
		return this.last;
	}

	long duration() {
		return this.duration;
	}

}
