package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import io.atasker.time.TimeSource;

/**
 * Measures the executions of a strand. The end of one is the beginning of the next, and
 * the clock is not read for each while they are so short that reading it would cost more
 * than they do. Used by the thread that has the strand's turn.
 */
final class StrandClock {

	private static final int READ_EVERY = 16;

	private static final long QUICK = 1_000;

	private static final VarHandle STARTED;

	static {
		try {
			STARTED = MethodHandles.lookup().findVarHandle(StrandClock.class, "started", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final TimeSource time;

	private final Tally tally;

	/** When the turn that is to come was asked for, 0 when none was. */
	private volatile long launchedAt;

	/**
	 * When the current or last execution began, as far as the clock was read. Written
	 * opaquely, so that anybody may read it.
	 */
	private long started;

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

	StrandClock(TimeSource time, Tally tally) {
		this.time = time;
		this.tally = tally;
	}

	/** A turn is asked for, by anybody. */
	void launching(long nanoTime) {
		this.launchedAt = (nanoTime != 0) ? nanoTime : 1;
	}

	void turnBegins(long now) {
		this.now = now;
		this.unread = 0;
		long since = this.launchedAt;
		if (since != 0) {
			this.launchedAt = 0;
			this.tally.launched(Math.max(0, now - since));
		}
	}

	void executionBegins() {
		STARTED.setOpaque(this, this.now);
	}

	/** Returns when the current or last execution began, for anybody. */
	long started() {
		return (long) STARTED.getOpaque(this);
	}

	/** The next execution is measured by itself, however short those before were. */
	void notQuick() {
		this.quick = false;
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
		this.tally.busy(read - this.now);
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
