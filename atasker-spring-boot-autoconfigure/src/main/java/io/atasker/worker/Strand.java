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

	private static final int CLOCK_EVERY = 16;

	private static final long QUICK = 1_000;

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

	/** The one that was parked before it; guarded by the lock of {@link Strands}. */
	@Nullable Strand nextParked;

	// The turn's own.
	private @Nullable Object item;

	private @Nullable String itemId;

	private int itemPriority = 1;

	private int attempt = 1;

	private boolean exhausted = true;

	private boolean giveBack;

	private int failuresInARow;

	private long pause;

	/** When the clock was read last. */
	private long clock;

	/**
	 * How long the last execution took, or the mean of those since the clock was read.
	 */
	private long duration;

	/** Executions since then. */
	private int unread;

	/** Whether executions are so short that the clock is not read for each. */
	private boolean quick;

	/** How the strand is given its turns; set once, before the first. */
	private final StrandRunner runner;

	private final ExecutionWatch watch = new ExecutionWatch(this);

	private final Interrupts interrupts = new Interrupts(this);

	private final Tally tally;

	@SuppressWarnings("this-escape")
	Strand(WorkerCore core, int index) {
		this.core = core;
		this.index = index;
		this.runner = core.runner(this);
		this.tally = new Tally(core.definition().operating().historySize());
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

	/** The current thread begins a turn. */
	void turnBegins(long now) {
		this.interrupts.turnBegins();
		if (this.interrupts.isNoticed()) {
			this.core.strands().atBoundary();
		}
		this.clock = now;
		this.unread = 0;
		this.pause = 0;
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
		STARTED.setOpaque(this, this.clock);
		SEQUENCE.setOpaque(this, this.sequence + 1);
		this.watch.begin();
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

	/**
	 * Ends an execution.
	 * @param result what the executor returned
	 * @param thrown what it threw, {@code null} if nothing
	 */
	void end(@Nullable Object result, @Nullable Throwable thrown) {
		Throwable problem = thrown;
		boolean stop = false;
		if (problem == null) {
			try {
				stop = this.core.handleResult(result, this.item, this.context);
			}
			catch (Throwable ex) {
				problem = ex;
			}
		}
		Ending ending = (problem == null && !this.giveBack) ? Ending.SUCCEEDED : ending(problem);
		if (ending.isFailure() && problem != null) {
			failed(problem);
		}
		long number = this.sequence;
		SEQUENCE.setOpaque(this, number + 1);
		if (this.interrupts.attend()) {
			this.core.strands().atBoundary();
		}
		Thread.interrupted();
		readClock(problem != null);
		record(ending, number, problem);
		this.core.source().done(this, ending, problem);
		pause(this.core.effective().pollDelay());
		forget();
		if (stop) {
			this.core.life().stop(StoppedBy.SELF);
		}
		else if (ending.isFailure() && this.core.definition().errors().policy() == ErrorPolicy.STOP) {
			this.core.life().stop(StoppedBy.ERROR);
		}
	}

	private Ending ending(@Nullable Throwable problem) {
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
		if (this.unread == 0) {
			this.tally.remember(number, this.clock - this.duration, this.duration,
					History.code(this.cause, ending.status()), problem);
		}
	}

	/** Reads the clock, for quick executions each 16th time only. */
	private void readClock(boolean always) {
		this.unread++;
		if (this.quick && !always && this.unread < CLOCK_EVERY) {
			return;
		}
		long now = this.core.time().nanoTime();
		this.duration = (now - this.clock) / this.unread;
		this.quick = this.duration < QUICK;
		this.clock = now;
		this.unread = 0;
	}

	private void forget() {
		this.item = null;
		this.itemId = null;
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

	Object heldItem() {
		if (this.item == null) {
			throw new IllegalStateException("the strand holds no item");
		}
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

	long clock() {
		return this.clock;
	}

	void progress(WorkerSnapshot.Progress progress) {
		this.progress = progress;
	}

	// For readers

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
