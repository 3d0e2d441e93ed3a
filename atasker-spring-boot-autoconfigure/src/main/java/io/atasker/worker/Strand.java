package io.atasker.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.Timer;
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
 * <p>
 * <b>Interrupting.</b> The sequence is odd while user code runs. Who wants to interrupt
 * run n sets {@link #attention} under the lock of this, and 1 ms later, when that is
 * visible everywhere, interrupts under the same lock if the sequence is still n. The
 * strand writes its sequence at the end of a run and then looks at attention; if it is
 * set, it takes the lock and clears the interrupt flag. So an interrupt meant for run n
 * never reaches run n+1, and a run costs no atomic operation.
 */
final class Strand {

	private static final Logger logger = LoggerFactory.getLogger(Strand.class);

	private static final long VISIBLE_AFTER = 1_000_000;

	private static final int CLOCK_EVERY = 16;

	private static final long QUICK = 1_000;

	private static final VarHandle SEQUENCE = handle("sequence");

	private static final VarHandle STARTED = handle("started");

	private static final VarHandle SUCCEEDED = handle("succeeded");

	private static final VarHandle FAILED = handle("failed");

	private static final VarHandle CANCELLED = handle("cancelled");

	final WorkerCore core;

	final int index;

	private final StrandContext context = new StrandContext(this);

	/** Makes the strand look under the lock at the end of a run. */
	private volatile boolean attention;

	@GuardedBy("this")
	private @Nullable Interruption interruption;

	/** The run that is to be interrupted. */
	@GuardedBy("this")
	private long target = -1;

	/** The thread that has the turn. */
	@GuardedBy("this")
	private @Nullable Thread thread;

	@GuardedBy("this")
	private @Nullable List<Runnable> onStop;

	/** What the execution says of itself. */
	private volatile WorkerSnapshot.@Nullable Progress progress;

	/** The last executions, made at the first one. */
	private volatile @Nullable History history;

	/** Why the current or last execution was launched. */
	private volatile ExecutionCause cause = ExecutionCause.LOOP;

	// Single writer, read by anybody.
	private long sequence;

	private long started;

	private long succeeded;

	private long failed;

	private long cancelled;

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

	@SuppressWarnings("this-escape")
	Strand(WorkerCore core, int index) {
		this.core = core;
		this.index = index;
		this.runner = core.runner(this);
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
		synchronized (this) {
			this.thread = Thread.currentThread();
		}
		this.clock = now;
		this.unread = 0;
		this.pause = 0;
		Inside.enter(this);
	}

	/** The current thread's turn is over. */
	void turnEnds() {
		Inside.leave();
		synchronized (this) {
			this.thread = null;
		}
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
		if (this.attention) {
			attend();
		}
		Thread.interrupted();
		readClock(problem != null);
		record(ending, number, problem);
		this.core.source().done(this, ending, problem);
		pause(this.core.effective().pollDelay());
		forget();
		if (stop) {
			this.core.life().stopFromInside(StoppedBy.SELF);
		}
		else if (ending.isFailure() && this.core.definition().errors().policy() == ErrorPolicy.STOP) {
			this.core.life().stopFromInside(StoppedBy.ERROR);
		}
	}

	private Ending ending(@Nullable Throwable problem) {
		if (this.giveBack || problem == null) {
			return Ending.GIVEN_BACK;
		}
		return Ending.of(problem, interruptionOf(this.sequence), this.core.life().isStopRequested());
	}

	private void failed(Throwable problem) {
		this.failuresInARow++;
		this.exhausted = this.core.source().isExhausted(this, problem);
		this.core.failures()
			.handle(new WorkerFailure(problem, this.item, this.attempt, this.exhausted, this.context),
					this.core.time().nanoTime());
	}

	private void record(Ending ending, long number, @Nullable Throwable problem) {
		switch (ending) {
			case SUCCEEDED -> {
				SUCCEEDED.setOpaque(this, this.succeeded + 1);
				if (this.failuresInARow > 0) {
					this.failuresInARow = 0;
					this.core.failures().recovered();
				}
			}
			case FAILED, TIMED_OUT -> {
				if (this.exhausted) {
					FAILED.setOpaque(this, this.failed + 1);
				}
			}
			case CANCELLED -> CANCELLED.setOpaque(this, this.cancelled + 1);
			case GIVEN_BACK -> {
				if (this.item == null) {
					CANCELLED.setOpaque(this, this.cancelled + 1);
				}
			}
		}
		if (this.unread == 0) {
			remember(ending, number, problem);
		}
	}

	private void remember(Ending ending, long number, @Nullable Throwable problem) {
		int size = this.core.definition().operating().historySize();
		if (size == 0) {
			return;
		}
		History entries = this.history;
		if (entries == null) {
			entries = new History(size);
			this.history = entries;
		}
		int code = History.code(this.cause, ending.status());
		long began = this.clock - this.duration;
		if (problem != null) {
			entries.add(number, began, this.duration, code, problem);
		}
		else {
			entries.add(number, began, this.duration, code);
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

	/**
	 * Interrupts the current execution, if there is one, after a moment.
	 * @param reason why
	 * @return whether there is one
	 */
	boolean interrupt(Interruption reason) {
		return interrupt(reason, (long) SEQUENCE.getOpaque(this));
	}

	/**
	 * Interrupts an execution, if it is the current one, after a moment.
	 * @param reason why
	 * @param number its number
	 * @return whether it is
	 */
	boolean interrupt(Interruption reason, long number) {
		synchronized (this) {
			if ((number & 1) == 0 || (long) SEQUENCE.getOpaque(this) != number) {
				return false;
			}
			if (this.target != number) {
				this.interruption = reason;
			}
			this.target = number;
			this.attention = true;
		}
		tellStop();
		this.core.timers().schedule(Timer.of(() -> interruptNow(number)), this.core.time().nanoTime() + VISIBLE_AFTER);
		return true;
	}

	private void interruptNow(long number) {
		boolean cancelStage = false;
		synchronized (this) {
			if (this.target != number || (long) SEQUENCE.getOpaque(this) != number) {
				return;
			}
			if (this.runner.isInterruptible()) {
				if (this.thread != null) {
					this.thread.interrupt();
				}
			}
			else {
				cancelStage = true;
			}
		}
		if (cancelStage) {
			this.runner.cancel(number);
		}
	}

	/** Returns why the run was interrupted, {@code null} if it was not. */
	private @Nullable Interruption interruptionOf(long number) {
		if (!this.attention) {
			return null;
		}
		synchronized (this) {
			return (this.target == number) ? this.interruption : null;
		}
	}

	/** Looks under the lock, at the end of a run. */
	private void attend() {
		synchronized (this) {
			this.attention = false;
			this.target = -1;
			this.interruption = null;
			this.onStop = null;
			Thread.interrupted();
		}
		this.core.strands().atBoundary();
	}

	/** Makes the strand look at the end of its current run. */
	void notice() {
		this.attention = true;
	}

	// Stop requests

	boolean isStopRequested() {
		return this.core.life().isStopRequested() || interruptionOf((long) SEQUENCE.getOpaque(this)) != null;
	}

	void onStop(Runnable action) {
		boolean now;
		synchronized (this) {
			if (this.onStop == null) {
				this.onStop = new ArrayList<>(2);
			}
			this.onStop.add(action);
			this.attention = true;
			now = isStopRequested();
		}
		if (now) {
			tellStop();
		}
	}

	/** Runs the actions that wait for a stop request, each once. */
	void tellStop() {
		List<Runnable> actions;
		synchronized (this) {
			actions = (this.onStop != null) ? this.onStop : List.of();
			this.onStop = null;
		}
		for (Runnable action : actions) {
			try {
				action.run();
			}
			catch (Throwable ex) {
				logger.warn("An onStop action of worker '{}' failed", this.core.name(), ErrorText.loggable(ex));
			}
		}
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

	boolean isRunning() {
		return (sequence() & 1) == 1;
	}

	long started() {
		return (long) STARTED.getOpaque(this);
	}

	long succeeded() {
		return (long) SUCCEEDED.getOpaque(this);
	}

	long failedFinally() {
		return (long) FAILED.getOpaque(this);
	}

	long cancelled() {
		return (long) CANCELLED.getOpaque(this);
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

	synchronized @Nullable Thread thread() {
		return this.thread;
	}

	WorkerSnapshot.@Nullable Progress progress() {
		return this.progress;
	}

	void readHistory(Consumer<History.Entry> reader) {
		History entries = this.history;
		if (entries != null) {
			entries.read(reader);
		}
	}

}
