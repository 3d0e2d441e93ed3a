package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

import org.jspecify.annotations.Nullable;

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

	private static final VarHandle SEQUENCE = handle("sequence");

	private static final VarHandle STARTED = handle("started");

	final WorkerCore core;

	final int index;

	private final StrandContext context = new StrandContext(this);

	/** What the execution says of itself. */
	private volatile WorkerSnapshot.@Nullable Progress progress;

	/** Why the current or last execution was launched. */
	private volatile ExecutionCause cause = ExecutionCause.LOOP;

	// Single writer, read by anybody.
	private long sequence;

	private long started;

	// The turn's own.
	private @Nullable Object item;

	private @Nullable String itemId;

	private int itemPriority = 1;

	private int attempt = 1;

	private boolean exhausted = true;

	private boolean giveBack;

	/** Whether the slot of the last execution was given back before it ended. */
	private boolean late;

	private int failuresInARow;

	private long pause;

	/** How the strand is given its turns; set once, before the first. */
	private final StrandRunner runner;

	private final ExecutionWatch watch = new ExecutionWatch(this);

	private final Interrupts interrupts = new Interrupts(this);

	private final StuckRun stuck = new StuckRun(this);

	private final Tally tally;

	private final TurnClock clock;

	/** Where somebody watches executions. */
	private final @Nullable Observed observed;

	@SuppressWarnings("this-escape")
	Strand(WorkerCore core, int index) {
		this.core = core;
		this.index = index;
		this.runner = core.runner(this);
		this.tally = new Tally(core.definition().operating().historySize());
		this.clock = new TurnClock(core.time(), this.tally);
		ExecutionObserver observer = core.brought().observer();
		this.observed = (observer != null) ? new Observed(this, observer) : null;
	}

	private static VarHandle handle(String field) {
		try {
			return MethodHandles.lookup().findVarHandle(Strand.class, field, long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	StrandRunner runner() {
		return this.runner;
	}

	StrandContext context() {
		return this.context;
	}

	// A turn

	/**
	 * The current thread begins a turn, or goes on with the execution of the last one.
	 */
	void turnBegins(long now) {
		this.interrupts.turnBegins();
		if (this.interrupts.isNoticed()) {
			this.core.strands().atBoundary();
		}
		if ((this.sequence & 1) == 0) {
			this.clock.turnBegins(now);
			this.pause = 0;
			this.late = false;
		}
		Inside.enter(this);
	}

	/** The current thread's turn is over. */
	void turnEnds() {
		Inside.leave();
		this.interrupts.turnEnds();
	}

	// An execution

	/**
	 * Begins an execution if the worker may run and has something to do.
	 * @return whether user code is to be called now
	 */
	boolean begin() {
		if (!this.core.isOpen()) {
			return false;
		}
		if (!this.core.source().take(this)) {
			return false;
		}
		STARTED.setOpaque(this, this.clock.last());
		SEQUENCE.setOpaque(this, this.sequence + 1);
		this.watch.begin();
		if (this.observed != null) {
			this.observed.begin();
		}
		return true;
	}

	/** The source says what the execution is about. */
	void take(ExecutionCause cause, @Nullable Object item, int attempt, @Nullable String itemId) {
		if (this.cause != cause) {
			this.cause = cause;
		}
		this.item = item;
		this.attempt = attempt;
		this.itemId = itemId;
	}

	void itemPriority(int itemPriority) {
		this.itemPriority = itemPriority;
	}

	/** Returns who watches executions, {@code null} if nobody does. */
	@Nullable Observed observed() {
		return this.observed;
	}

	/**
	 * Ends an execution.
	 * @param result what the executor returned
	 * @param thrown what it threw, {@code null} if nothing
	 */
	void end(@Nullable Object result, @Nullable Throwable thrown) {
		long number = this.sequence;
		this.late = this.stuck.returned(number);
		if (this.observed != null) {
			this.observed.resume();
		}
		Throwable problem = thrown;
		boolean stop = false;
		if (problem == null && !this.late) {
			try {
				stop = this.core.handleResult(result, this.item, this.context);
			}
			catch (Throwable ex) {
				problem = ex;
			}
		}
		Ending ending = (problem == null && !this.giveBack && !this.late) ? Ending.SUCCEEDED : ending(problem);
		if (ending.isFailure() && problem != null) {
			failed(problem);
		}
		settle(ending, number, problem);
		if (stop) {
			this.core.stop(StoppedBy.SELF);
		}
		else if (ending.isFailure() && this.core.definition().errors().policy() == ErrorPolicy.STOP) {
			this.core.stop(StoppedBy.ERROR);
		}
	}

	private void settle(Ending ending, long number, @Nullable Throwable problem) {
		if (this.observed != null) {
			this.observed.end(ending.status(), problem);
		}
		SEQUENCE.setOpaque(this, number + 1);
		if (this.interrupts.attend()) {
			this.core.strands().atBoundary();
		}
		Thread.interrupted();
		this.clock.executed(problem != null || this.late);
		record(ending, number, problem);
		this.core.source().done(this, ending, problem);
		pause(this.core.effective().pollDelay());
		forget();
	}

	private Ending ending(@Nullable Throwable problem) {
		if (this.late && !this.giveBack) {
			return Ending.TIMED_OUT;
		}
		if (this.giveBack || problem == null) {
			return Ending.GIVEN_BACK;
		}
		return Ending.of(problem, this.interrupts.reasonOf(this.sequence), this.core.life().isStopRequested(),
				!this.runner.isInterruptible());
	}

	private void failed(Throwable problem) {
		this.failuresInARow++;
		this.exhausted = this.core.source().isExhausted(this, problem);
		this.core.failures()
			.handle(new WorkerFailure(problem, this.item, this.attempt, this.exhausted, this.context),
					this.core.time().nanoTime());
	}

	private void record(Ending ending, long number, @Nullable Throwable problem) {
		if (ending == Ending.SUCCEEDED) {
			this.tally.succeeded();
			if (this.failuresInARow > 0) {
				this.failuresInARow = 0;
				this.core.failures().recovered();
			}
		}
		else {
			// What goes back to a queue is not at its end yet.
			this.tally.ended(ending, (ending == Ending.GIVEN_BACK) ? this.item == null : this.exhausted);
		}
		// What was abandoned is remembered already.
		if (this.clock.wasRead() && !this.late) {
			long duration = this.clock.duration();
			this.tally.remember(number, this.clock.last() - duration, duration,
					History.code(this.cause, ending.status()), problem);
		}
	}

	private void forget() {
		this.item = null;
		this.itemId = null;
		if (this.observed != null) {
			this.observed.forget();
		}
		this.giveBack = false;
		this.exhausted = true;
		if (this.progress != null) {
			this.progress = null;
		}
	}

	// Interrupting

	Interrupts interrupts() {
		return this.interrupts;
	}

	boolean isStopRequested() {
		return this.core.life().isStopRequested() || this.interrupts.reasonOf(sequence()) != null;
	}

	// The turn's own, for source, runner and context

	@Nullable Object item() {
		return this.item;
	}

	@Nullable String itemId() {
		return this.itemId;
	}

	int itemPriority() {
		return this.itemPriority;
	}

	int attempt() {
		return this.attempt;
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
		this.pause = Math.max(this.pause, nanos);
	}

	long pause() {
		return this.pause;
	}

	/** Returns the pause that was asked for, once. */
	long takePause() {
		long asked = this.pause;
		this.pause = 0;
		return asked;
	}

	/** Returns whether the slot of the last execution was given back before it ended. */
	boolean isLate() {
		return this.late;
	}

	TurnClock clock() {
		return this.clock;
	}

	void progress(WorkerSnapshot.Progress progress) {
		this.progress = progress;
	}

	// For readers

	StuckRun stuck() {
		return this.stuck;
	}

	ExecutionWatch watch() {
		return this.watch;
	}

	long sequence() {
		return (long) SEQUENCE.getOpaque(this);
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
		return (long) STARTED.getOpaque(this);
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
