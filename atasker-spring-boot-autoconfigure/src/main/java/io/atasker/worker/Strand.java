package io.atasker.worker;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A serial line of executions; a worker has as many as its concurrency. It does one
 * execution after the other, whichever thread it is on: begin, run, end.
 * <p>
 * <b>Who writes what.</b> The fields below "the turn's own" are used by the thread that
 * has the strand's turn; a turn is handed over through the lock of {@link Strands}, so
 * that everything of run n is visible to run n+1. Counters and the sequence have that one
 * writer too, and are written opaquely, so that anybody may read them.
 */
final class Strand {

	/** When to try again after a refusal, in nanoseconds: 1 s. */
	static final long PAUSE_AFTER_REFUSAL = 1_000_000_000L;

	/** When to look again whether the lease is valid, in nanoseconds: 20 ms. */
	private static final long PAUSE_WITHOUT_LEASE = 20_000_000L;

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	final WorkerCore core;

	final int index;

	private final StrandContext context = new StrandContext(this);

	/** What the execution says of itself. */
	private volatile WorkerSnapshot.@Nullable Progress progress;

	/** Why the current or last execution was launched. */
	private volatile ExecutionCause cause = ExecutionCause.LOOP;

	private final StrandPause pauses = new StrandPause();

	private final ExecutionNumber number = new ExecutionNumber();

	/** The one that was parked before it; guarded by the lock of {@link Strands}. */
	@Nullable Strand nextParked;

	// The turn's own.
	private final Held held = new Held();

	private boolean exhausted = true;

	private boolean giveBack;

	private int failuresInARow;

	private final TurnThread thread = new TurnThread();

	private final StrandClock clock;

	/** Whether the source knows of the end of the execution. */
	private boolean settled;

	/** How the strand is given its turns; set once, before the first. */
	private final StrandRunner runner;

	private final ExecutionWatch watch = new ExecutionWatch(this);

	private final Interrupts interrupts = new Interrupts(this);

	private final StuckRun stuck = new StuckRun(this);

	private final Tally tally;

	private final Observed observed;

	@SuppressWarnings("this-escape")
	Strand(WorkerCore core, int index) {
		this.core = core;
		this.index = index;
		this.tally = new Tally(core.definition().operating().historySize());
		this.clock = new StrandClock(core.time(), this.tally);
		this.runner = core.runner(this);
		this.observed = new Observed(this, core.brought().observer());
	}

	StrandRunner runner() {
		return this.runner;
	}

	StrandContext context() {
		return this.context;
	}

	// A turn

	/** The current thread begins a turn. */
	void turnBegins(long now) {
		this.interrupts.turnBegins();
		if (this.interrupts.isNoticed()) {
			this.core.strands().atBoundary();
		}
		this.clock.turnBegins(now);
		this.stuck.turnBegins();
		this.pauses.take();
		this.thread.turnBegins(this);
	}

	/**
	 * The current thread goes on with an execution that another turn began: what passed
	 * in between is part of it.
	 */
	void turnGoesOn() {
		turnBegins(started());
		this.clock.notQuick();
	}

	/** The current thread's turn is over. */
	void turnEnds() {
		this.thread.turnEnds();
		this.interrupts.turnEnds();
	}

	// An execution

	/**
	 * Begins an execution if the worker may run and has something to do.
	 * @return whether user code is to be called now
	 */
	boolean begin() {
		if (!this.core.isOpen() || this.core.strands().isExcess() || !isLeaseValid() || !take()) {
			return false;
		}
		this.clock.executionBegins();
		this.thread.executionBegins(this.runner.isInterruptible());
		// Who sees that it executes may rely on its timeout.
		this.watch.begin();
		this.number.begin();
		this.observed.begin();
		return true;
	}

	/** Between the end of a lease and the moment in which somebody notices. */
	private boolean isLeaseValid() {
		if (this.core.lease().isValid()) {
			return true;
		}
		pause(PAUSE_WITHOUT_LEASE);
		return false;
	}

	private boolean take() {
		try {
			return this.core.source().take(this);
		}
		catch (Throwable ex) {
			logger.error("Worker '{}' cannot take what comes next; it tries again in a second", this.core.name(),
					ErrorText.loggable(ex));
			pause(PAUSE_AFTER_REFUSAL);
			return false;
		}
	}

	/** The source says what the execution is about. */
	void take(ExecutionCause cause, @Nullable Object item) {
		if (this.cause != cause) {
			this.cause = cause;
		}
		this.held.take(item, 1, null);
	}

	/**
	 * Ends an execution.
	 * @param result what the executor returned
	 * @param thrown what it threw, {@code null} if nothing
	 */
	void end(@Nullable Object result, @Nullable Throwable thrown) {
		long number = this.number.own();
		this.settled = false;
		try {
			this.stuck.returned(number);
			this.observed.resume();
			ended(result, thrown);
		}
		catch (Throwable ex) {
			broken(number, ex);
		}
	}

	/** Something of the engine has failed, for want of memory for one. */
	private void broken(long number, Throwable ex) {
		if (this.number.own() == number) {
			this.number.end();
		}
		pause(PAUSE_AFTER_REFUSAL);
		if (!this.settled) {
			this.exhausted = true;
			this.core.source().done(this, Ending.FAILED, ex);
		}
		forget();
		logger.error("The end of execution {} of worker '{}' went wrong; the worker goes on in a second",
				taskId(number), this.core.name(), ErrorText.loggable(ex));
	}

	private void ended(@Nullable Object result, @Nullable Throwable thrown) {
		Throwable problem = thrown;
		boolean stop = false;
		if (problem == null && !this.stuck.wasAbandoned()) {
			try {
				// What is given back has no result yet.
				stop = this.giveBack ? Boolean.FALSE.equals(result)
						: this.core.handleResult(result, item(), this.context);
			}
			catch (Throwable ex) {
				problem = ex;
			}
		}
		Ending ending = ending(problem);
		if (ending.isFailure() && problem != null) {
			failed(problem);
		}
		this.observed.end(ending.status(), problem);
		long number = this.number.own();
		this.number.end();
		if (this.interrupts.attend()) {
			this.core.strands().atBoundary();
		}
		this.thread.restore();
		this.clock.executed(problem != null || this.stuck.wasAbandoned());
		record(ending, number, problem);
		this.settled = true;
		this.core.source().done(this, ending, problem);
		pause(this.core.effective().pollDelay());
		forget();
		// While it is asked to stop, perhaps for a while, false is the answer to that.
		if (stop && !this.core.life().isStopRequested()) {
			this.core.stopFromInside(StoppedBy.SELF);
		}
		else if (ending.isFailure() && this.core.definition().errors().policy() == ErrorPolicy.STOP) {
			this.core.stopFromInside(StoppedBy.ERROR);
		}
	}

	private Ending ending(@Nullable Throwable problem) {
		if (this.giveBack) {
			return Ending.GIVEN_BACK;
		}
		if (this.stuck.wasAbandoned()) {
			return Ending.TIMED_OUT;
		}
		if (problem == null) {
			return Ending.SUCCEEDED;
		}
		return Ending.of(problem, this.interrupts.reasonOf(this.number.own()), this.core.life().isStopRequested(),
				!this.runner.isInterruptible());
	}

	private void failed(Throwable problem) {
		this.failuresInARow++;
		this.exhausted = this.core.source().isExhausted(this, problem);
		this.core.failures()
			.handle(new WorkerFailure(problem, item(), this.held.attempt(), this.exhausted, this.context),
					this.core.time().nanoTime());
	}

	private void record(Ending ending, long number, @Nullable Throwable problem) {
		try {
			// What was abandoned is remembered already.
			if (this.clock.isRead() && !this.stuck.wasAbandoned()) {
				long duration = this.clock.duration();
				this.tally.remember(number, this.clock.now() - duration, duration,
						History.code(this.cause, ending.status()), History.Details.of(problem, this.progress));
			}
		}
		finally {
			// Who sees it counted may look what came of it. What goes back is not at its
			// end.
			this.tally.ended(ending, (ending == Ending.GIVEN_BACK) ? item() == null : this.exhausted);
		}
		if (ending == Ending.SUCCEEDED && this.failuresInARow > 0) {
			this.failuresInARow = 0;
			this.core.failures().recovered();
		}
	}

	private void forget() {
		this.held.forget();
		this.giveBack = false;
		this.exhausted = true;
		if (this.progress != null) {
			this.progress = null;
		}
	}

	// Interrupting, and the turn's own

	Interrupts interrupts() {
		return this.interrupts;
	}

	boolean isStopRequested() {
		return this.core.life().isStopRequested() || this.interrupts.reasonOf(sequence()) != null;
	}

	@Nullable Object item() {
		return this.held.item();
	}

	Held held() {
		return this.held;
	}

	boolean isExhausted() {
		return this.exhausted;
	}

	void giveBack() {
		this.giveBack = true;
	}

	int failuresInARow() {
		return this.failuresInARow;
	}

	/** Asks for a pause before the next execution. */
	void pause(long nanos) {
		this.pauses.ask(nanos);
	}

	long pause() {
		return this.pauses.asked();
	}

	StrandClock clock() {
		return this.clock;
	}

	void progress(WorkerSnapshot.Progress progress) {
		this.progress = progress;
	}

	TurnThread thread() {
		return this.thread;
	}

	// For readers

	StrandPause pauses() {
		return this.pauses;
	}

	StuckRun stuck() {
		return this.stuck;
	}

	Observed observed() {
		return this.observed;
	}

	ExecutionWatch watch() {
		return this.watch;
	}

	long sequence() {
		return this.number.get();
	}

	/** Returns whether its user code waits for the stop of the supervisor. */
	boolean awaitsStop() {
		Thread thread = this.interrupts.thread();
		return thread != null && this.core.supervisor().pool().awaitsStop(thread);
	}

	boolean isRunning() {
		return (sequence() & 1) == 1;
	}

	long started() {
		return this.clock.started();
	}

	Tally tally() {
		return this.tally;
	}

	ExecutionCause cause() {
		return this.cause;
	}

	String taskId() {
		return taskId(sequence());
	}

	/** The text of a task id; made only when somebody asks. */
	String taskId(long number) {
		return this.core.name() + "-" + this.core.ordinal() + "-" + this.index + "-" + ((number + 1) >> 1);
	}

	WorkerSnapshot.@Nullable Progress progress() {
		return this.progress;
	}

}
