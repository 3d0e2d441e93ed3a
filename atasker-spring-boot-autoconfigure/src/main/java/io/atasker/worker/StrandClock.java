package io.atasker.worker;

import io.atasker.time.TimeSource;

/**
 * Measures the executions of a strand. The end of one is the beginning of the next, and
 * the clock is not read for each while they are so short that reading it would cost more
 * than they do. Used by the thread that has the strand's turn.
 */
final class StrandClock {

	private static final int READ_EVERY = 16;

	private static final long QUICK = 1_000;

	private final TimeSource time;

	/** When the clock was read last. */
	private long now;

	/**
	 * How long the last execution took, or the mean of those since the clock was read.
	 */
	private long duration;

	/** Executions since then. */
	private int unread;

	/** Whether executions are so short that the clock is not read for each. */
	private boolean quick;

	StrandClock(TimeSource time) {
		this.time = time;
	}

	void turnBegins(long now) {
		this.now = now;
		this.unread = 0;
	}

	/**
	 * An execution has ended.
	 * @param always whether its time must be known
	 */
	void executed(boolean always) {
		this.unread++;
		if (this.quick && !always && this.unread < READ_EVERY) {
			return;
		}
		long read = this.time.nanoTime();
		this.duration = (read - this.now) / this.unread;
		this.quick = this.duration < QUICK;
		this.now = read;
		this.unread = 0;
	}

	/** Returns whether the end of the last execution is known. */
	boolean isRead() {
		return this.unread == 0;
	}

	long now() {
		return this.now;
	}

	long duration() {
		return this.duration;
	}

}
