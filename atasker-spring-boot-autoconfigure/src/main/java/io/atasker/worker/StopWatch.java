package io.atasker.worker;

import java.util.concurrent.CompletableFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.ShutdownReport.Unfinished;
import io.atasker.time.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that a stop of one worker may take: near its end what still runs is
 * interrupted, at its end those who wait are told that it has not ended.
 */
final class StopWatch {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private static final long LONGEST_GRACE = 2_000_000_000L;

	/**
	 * How soon to look whether something has begun that was about to when all were
	 * interrupted.
	 */
	private static final long LOOK_AGAIN_AFTER = 50_000_000;

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

	/**
	 * Whether what ran has been interrupted once; written by the thread of the timers.
	 */
	private volatile boolean looksAgain;

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

	/**
	 * Not what a later start runs, which begins only when this stop is no longer it. A
	 * strand may be between the question whether it may begin and its execution: then
	 * there is nothing to interrupt yet, so this is repeated as long as the stop goes on.
	 */
	private void interrupt() {
		this.core.life().cycle().closeNow(this);
		this.core.interruptAll(Interruption.STOP, () -> this.core.life().stopping() == this, this.looksAgain);
		this.looksAgain = true;
		synchronized (this) {
			if (!this.over && !this.answer.isDone()) {
				this.core.timers().schedule(this.interruptTimer, this.core.time().nanoTime() + LOOK_AGAIN_AFTER);
			}
		}
	}

	private void report() {
		if (this.answer.complete(false)) {
			reportStuck();
		}
	}

	private void reportStuck() {
		Thread stepping = this.core.life().cycle().stepping();
		if (stepping != null) {
			logger.warn("Worker '{}' was stopped, but a hook of it still runs after its stopTimeout, on thread '{}'",
					this.core.name(), stepping.getName());
		}
		for (Unfinished stuck : this.core.unfinished()) {
			logger.warn(
					"Worker '{}' was stopped, but its execution {} still runs after its stopTimeout, for {} on thread '{}', at {}",
					this.core.name(), stuck.taskId(), stuck.runningFor(), stuck.thread(),
					stuck.stack().isEmpty() ? "an unknown place" : stuck.stack().get(0));
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
