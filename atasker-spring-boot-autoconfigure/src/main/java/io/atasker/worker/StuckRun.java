package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ladder for an execution of a strand that takes longer than its timeout: it is told
 * of with its stack, it is interrupted, and when it has not ended after the grace its
 * slot is given to others. The strand stays occupied until it does end; that end only
 * counts.
 * <p>
 * The thread of the timers climbs; the strand looks at {@link #number} when the executor
 * has returned. Who wants to release the slot says so under the lock, unless the executor
 * has returned; the strand takes the lock and waits for the end of that, so that a slot
 * is never taken from what comes next. As with {@link Interrupts}, an execution that
 * costs nothing is paid for with time: the number is set at least {@link #LEAST_GRACE}
 * before the slot may be released, and by then each side sees what the other has written.
 */
final class StuckRun {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	static final long LEAST_GRACE = 2 * Interrupts.VISIBLE_AFTER;

	/** How often one strand is logged of at most. */
	private static final long QUIET = 30_000_000_000L;

	private static final int FRAMES_LOGGED = 20;

	private static final long NONE = -1;

	private static final VarHandle RETURNED;

	static {
		try {
			RETURNED = MethodHandles.lookup().findVarHandle(StuckRun.class, "returned", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Strand strand;

	private final AtomicLongArray counts = new AtomicLongArray(StuckStep.values().length);

	/**
	 * The last execution whose executor has returned; written by the strand, opaquely.
	 */
	@SuppressWarnings("unused")
	private long returned;

	/** The execution that is stuck. Written under the lock. */
	private volatile long number = NONE;

	private volatile long since;

	private volatile @Nullable StuckStep step;

	/** The slot is being released, or not, right now. */
	private volatile boolean releasing;

	private volatile boolean released;

	/** The turn's own. */
	private boolean wasAbandoned;

	/** Written by the thread of the timers. */
	private volatile long nextLog = Long.MIN_VALUE;

	/** What was abandoned; written by the thread of the timers. */
	private volatile @Nullable Tally abandoned;

	StuckRun(Strand strand) {
		this.strand = strand;
	}

	// The thread of the timers

	/**
	 * An execution is beyond its timeout: takes the steps that are due.
	 * @param run the execution
	 * @param now the monotonic time
	 * @return when the next step is due, {@link Long#MAX_VALUE} if there is none
	 */
	long climb(long run, long now) {
		if (this.number != run) {
			synchronized (this) {
				this.number = run;
			}
			this.since = now;
			warn(run, now);
		}
		if (this.strand.interrupts().interrupt(Interruption.TIMEOUT, run) && this.step == StuckStep.WARNED) {
			enter(StuckStep.INTERRUPTED, run, now, List.of());
		}
		if (this.released) {
			return Long.MAX_VALUE;
		}
		long deadline = this.since + grace();
		if (deadline - now > 0) {
			return deadline;
		}
		if (!release(run)) {
			return now + grace();
		}
		abandoned(run, now);
		return Long.MAX_VALUE;
	}

	private long grace() {
		return Math.max(LEAST_GRACE, this.strand.core.definition().running().times().timeoutGrace().toNanos());
	}

	private void warn(long run, long now) {
		Thread thread = this.strand.interrupts().thread();
		List<String> stack = (thread != null) ? Snapshots.stack(thread) : List.of();
		if (now - this.nextLog >= 0 || this.nextLog == Long.MIN_VALUE) {
			this.nextLog = now + QUIET;
			logger.warn("Execution {} of worker '{}' has been running for {}, its timeout, and is interrupted; it is{}",
					this.strand.taskId(run), this.strand.core.name(), runningFor(now),
					stack.isEmpty() ? " at an unknown place" : text(stack));
		}
		enter(StuckStep.WARNED, run, now, stack);
	}

	private static String text(List<String> stack) {
		String separator = System.lineSeparator() + "\tat ";
		return separator + String.join(separator, stack.subList(0, Math.min(FRAMES_LOGGED, stack.size())));
	}

	/** Gives the slot back if the executor has not returned and the pool agrees. */
	private boolean release(long run) {
		synchronized (this) {
			if (this.number != run || this.strand.sequence() != run || (long) RETURNED.getOpaque(this) == run) {
				return false;
			}
			this.releasing = true;
		}
		boolean done = false;
		try {
			done = this.strand.runner().abandon();
		}
		finally {
			this.released = done;
			if (done) {
				this.step = StuckStep.ABANDONED;
			}
			this.releasing = false;
		}
		return done;
	}

	private void abandoned(long run, long now) {
		Tally tally = this.abandoned;
		if (tally == null) {
			tally = new Tally(this.strand.core.definition().operating().historySize());
			this.abandoned = tally;
		}
		long began = this.strand.started();
		tally.remember(run, began, now - began, History.code(this.strand.cause(), ExecutionStatus.TIMED_OUT),
				History.Details.of(
						new TimeoutException(
								"it did not end when it was interrupted; its slot was given back while it goes on"),
						this.strand.progress()));
		logger.error(
				"Execution {} of worker '{}' has not ended {} after it was interrupted; its slot is given to others, and the worker begins nothing in its place",
				this.strand.taskId(run), this.strand.core.name(), Duration.ofNanos(now - this.since));
		tell(StuckStep.ABANDONED, run, now, List.of());
	}

	private void enter(StuckStep step, long run, long now, List<String> stack) {
		this.step = step;
		tell(step, run, now, stack);
	}

	private void tell(StuckStep step, long run, long now, List<String> stack) {
		this.counts.incrementAndGet(step.ordinal());
		WorkerCore core = this.strand.core;
		if (!core.listeners().isEmpty()) {
			Instant at = core.time().instant();
			core.listeners()
				.happened(new WorkerEvent.Stuck(core.name(), core.supervisor().name(), at, this.strand.taskId(run),
						step, runningFor(now), this.strand.runner().where(), stack));
		}
	}

	private Duration runningFor(long now) {
		return Duration.ofNanos(now - this.strand.started());
	}

	// The strand

	/**
	 * The executor of an execution has returned. Costs a write and a read while it is not
	 * stuck.
	 * @param run the execution
	 */
	void returned(long run) {
		RETURNED.setOpaque(this, run);
		this.wasAbandoned = this.number == run && ends();
	}

	/**
	 * Returns whether the slot of the execution that has ended was given back before.
	 * @return whether it only counts
	 */
	boolean wasAbandoned() {
		return this.wasAbandoned;
	}

	void turnBegins() {
		this.wasAbandoned = false;
	}

	private boolean ends() {
		synchronized (this) {
			this.number = NONE;
		}
		while (this.releasing) {
			Thread.yield();
		}
		boolean late = this.released;
		this.released = false;
		this.step = null;
		if (late) {
			logger.info("Abandoned execution {} of worker '{}' has ended after {}", this.strand.taskId(),
					this.strand.core.name(), runningFor(this.strand.core.time().nanoTime()));
		}
		return late;
	}

	// Readers

	/**
	 * Returns how far it has come with an execution, {@code null} if that is not stuck.
	 */
	@Nullable StuckStep step(long run) {
		return (this.number == run) ? this.step : null;
	}

	long count(StuckStep step) {
		return this.counts.get(step.ordinal());
	}

	void readHistory(Consumer<History.Entry> reader) {
		Tally tally = this.abandoned;
		if (tally != null) {
			tally.readHistory(reader);
		}
	}

}
