package io.atasker.worker;

import java.util.concurrent.CompletableFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.Timer;

/**
 * The time that a stop of one worker may take: near its end what still runs is
 * interrupted, at its end those who wait are told that it has not ended.
 */
final class StopWatch {

	private static final long LONGEST_GRACE = 2_000_000_000L;

	private final WorkerCore core;

	/** Completed when the stop has ended, or its time is over. */
	private final CompletableFuture<Boolean> answer = new CompletableFuture<>();

	private final Timer interruptTimer = Timer.of(this::interrupt);

	private final Timer reportTimer = Timer.of(this::report);

	@GuardedBy("this")
	private long interruptAt;

	@GuardedBy("this")
	private long reportAt;

	@GuardedBy("this")
	private boolean armed;

	@GuardedBy("this")
	private boolean over;

	StopWatch(WorkerCore core) {
		this.core = core;
	}

	CompletableFuture<Boolean> answer() {
		return this.answer;
	}

	boolean isOver() {
		return this.answer.isDone();
	}

	/**
	 * Begins to measure, or shortens the time.
	 * @param nanos how long from now
	 * @param atOnce whether to interrupt now
	 */
	synchronized void limit(long nanos, boolean atOnce) {
		if (this.over || this.answer.isDone()) {
			return;
		}
		long now = this.core.time().nanoTime();
		long grace = Math.min(nanos / 4, LONGEST_GRACE);
		long newInterruptAt = atOnce ? now : now + nanos - grace;
		long newReportAt = now + nanos;
		if (!this.armed || newReportAt - this.reportAt < 0) {
			this.reportAt = newReportAt;
			this.core.timers().schedule(this.reportTimer, newReportAt);
		}
		if (!this.armed || newInterruptAt - this.interruptAt < 0) {
			this.interruptAt = newInterruptAt;
			this.core.timers().schedule(this.interruptTimer, newInterruptAt);
		}
		this.armed = true;
	}

	/** Not what a later start runs, which begins only when this stop is no longer it. */
	private void interrupt() {
		this.core.life().cycle().closeNow(this);
		this.core.interruptAll(Interruption.STOP, () -> this.core.life().stopping() == this);
	}

	private void report() {
		if (this.answer.complete(false)) {
			this.core.reportStuck();
		}
	}

	/** The stop has ended. */
	void ended() {
		synchronized (this) {
			this.over = true;
			this.core.timers().cancel(this.interruptTimer);
			this.core.timers().cancel(this.reportTimer);
		}
		this.answer.complete(true);
	}

}
