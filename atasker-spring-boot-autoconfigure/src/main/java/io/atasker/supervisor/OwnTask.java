package io.atasker.supervisor;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that an application has submitted.
 *
 * @param <T> the type of the result
 */
final class OwnTask<T extends @Nullable Object> extends PoolTask implements Task<T> {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private static final VarHandle PHASE = handle("phase", TaskPhase.class);

	private static final VarHandle ENDED = handle("ended", long.class);

	private static final VarHandle RESULT = handle("result", CompletableFuture.class);

	private static final VarHandle RUNNER = handle("runner", Thread.class);

	private final Tasks tasks;

	private final PriorityPool pool;

	/** Makes its id where it has none of its own; 0 where it has. */
	private final long number;

	private final @Nullable String id;

	/**
	 * Neighbours among the {@link UnfinishedTasks}; guarded by the lock of their list.
	 */
	@Nullable OwnTask<?> younger;

	/** See {@link #younger}. */
	@Nullable OwnTask<?> older;

	/** Whether it is in the list; guarded by the lock of the list. */
	boolean listed;

	private final TaskOptions options;

	private final Callable<T> work;

	/** Whether nobody will look at the result, so that a failure has to be logged. */
	private final boolean unobserved;

	/*
	 * Whoever moves the phase decides what becomes of the task. One who cancels it while
	 * it runs passes through INTERRUPTING: the thread that runs it waits for the end of
	 * that and clears the interrupt, so that it never hits what the thread runs next.
	 */
	private volatile TaskPhase phase;

	private volatile @Nullable Thread runner;

	/** Tells the wall clock of the times below, which are of the monotonic one. */
	private final WallClock wallClock;

	private final long submitted;

	/** Written before the phase says that it began. */
	private long started;

	/** Written by whoever ends it, opaquely. */
	private long ended = NEVER;

	private volatile @Nullable Timer delay;

	/*
	 * Most results are never asked for, so the future is made when somebody does. He puts
	 * it here and then looks whether the task is settled; who settles the task says so
	 * and then looks for the future. So one of them completes it.
	 */
	private volatile @Nullable CompletableFuture<T> result;

	/** What the work returned or threw; written before the phase says that it ended. */
	private @Nullable Object outcome;

	/** Whether the end of the task, decided by its phase, may be seen in its result. */
	private volatile boolean settled;

	OwnTask(Tasks tasks, long number, Callable<T> work, TaskOptions options, PriorityPool pool, boolean unobserved) {
		this.tasks = tasks;
		this.pool = pool;
		this.number = number;
		this.id = options.id();
		this.options = options;
		this.work = work;
		this.unobserved = unobserved;
		this.submitted = tick(tasks.time());
		this.wallClock = tasks.wallClock(this.submitted);
		this.phase = options.delay().isZero() ? TaskPhase.QUEUED : TaskPhase.DELAYED;
	}

	private static VarHandle handle(String field, Class<?> type) {
		try {
			return MethodHandles.lookup().findVarHandle(OwnTask.class, field, type);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	@Override
	public String id() {
		return (this.id != null) ? this.id : UnfinishedTasks.PREFIX + this.number;
	}

	long number() {
		return this.number;
	}

	@Override
	public String name() {
		return (this.options.name() != null) ? this.options.name() : "task";
	}

	@Override
	public Priority priority() {
		return this.options.priority();
	}

	@Override
	public TaskState state() {
		return this.phase.state();
	}

	@Override
	public Instant submittedAt() {
		return this.wallClock.at(this.submitted);
	}

	@Override
	public @Nullable Instant startedAt() {
		return this.phase.isBegun() ? this.wallClock.at(this.started) : null;
	}

	@Override
	public @Nullable Instant endedAt() {
		long at = (long) ENDED.getOpaque(this);
		return (at != NEVER && state().isFinished()) ? this.wallClock.at(at) : null;
	}

	@Override
	public @Nullable String waitingReason() {
		return switch (state()) {
			case DELAYED -> "delayed: until " + this.wallClock.at(this.submitted).plus(this.options.delay());
			case QUEUED -> this.tasks.whyWaiting(this);
			default -> null;
		};
	}

	@Override
	public CompletableFuture<T> result() {
		CompletableFuture<T> future = this.result;
		if (future == null) {
			CompletableFuture<T> made = new CompletableFuture<>();
			future = RESULT.compareAndSet(this, null, made) ? made : madeByAnother();
		}
		if (this.settled) {
			complete(future);
		}
		return future;
	}

	private CompletableFuture<T> madeByAnother() {
		return Objects.requireNonNull(this.result, "a result is made once");
	}

	/** The end may be seen from now on. */
	private void settle() {
		this.settled = true;
		CompletableFuture<T> future = this.result;
		if (future != null) {
			complete(future);
		}
	}

	@SuppressWarnings({ "unchecked", "NullAway" })
	private void complete(CompletableFuture<T> future) {
		switch (this.phase) {
			case SUCCEEDED -> future.complete((T) this.outcome);
			case FAILED -> future.completeExceptionally((Throwable) this.outcome);
			default -> future.cancel(false);
		}
	}

	@Override
	public boolean cancel() {
		return cancelWaiting() || cancelRunning();
	}

	/**
	 * Cancels the task if it has not begun.
	 * @return whether this call has cancelled it
	 */
	boolean cancelWaiting() {
		TaskPhase before = this.phase;
		while (before == TaskPhase.DELAYED || before == TaskPhase.QUEUED) {
			if (move(before, TaskPhase.WITHDRAWN)) {
				try {
					ended();
					this.tasks.withdraw(this, this.delay);
				}
				finally {
					settle();
				}
				return true;
			}
			before = this.phase;
		}
		return false;
	}

	private boolean cancelRunning() {
		if (!move(TaskPhase.STARTED, TaskPhase.INTERRUPTING)) {
			return false;
		}
		try {
			ended();
			this.tasks.ended(this, true);
		}
		finally {
			Thread thread = this.runner;
			if (thread != null) {
				thread.interrupt();
			}
			// The thread that runs it waits for this.
			this.phase = TaskPhase.CANCELLED;
			settle();
		}
		return true;
	}

	private boolean move(TaskPhase from, TaskPhase to) {
		return PHASE.compareAndSet(this, from, to);
	}

	private void ended() {
		ENDED.setOpaque(this, tick());
	}

	private long tick() {
		return tick(this.tasks.time());
	}

	/**
	 * Makes the task wait for its delay.
	 * @return the timer to be armed
	 */
	Timer delay() {
		Timer timer = Timer.of(this::due);
		this.delay = timer;
		return timer;
	}

	private void due() {
		if (move(TaskPhase.DELAYED, TaskPhase.QUEUED)) {
			this.tasks.enqueue(this, tick());
		}
	}

	@Override
	protected boolean run() {
		return run(tick(), null);
	}

	/** The end of the task before is the start of this one. */
	@Override
	boolean run(Carrier carrier) {
		long before = carrier.takeClock();
		return run((before != NEVER) ? before : tick(), carrier);
	}

	private boolean run(long now, @Nullable Carrier carrier) {
		// Both are published by the phase.
		RUNNER.set(this, Thread.currentThread());
		this.started = now;
		if (!move(TaskPhase.QUEUED, TaskPhase.STARTED)) {
			this.runner = null;
			return false;
		}
		TaskPhase end;
		try {
			this.outcome = this.work.call();
			end = TaskPhase.SUCCEEDED;
		}
		catch (Throwable ex) {
			this.outcome = ex;
			end = TaskPhase.FAILED;
		}
		// Behind the work: what goes wrong from here on is no failure of it.
		end(end);
		if (carrier != null) {
			carrier.clock((long) ENDED.getOpaque(this));
		}
		return false;
	}

	private void end(TaskPhase end) {
		ended();
		if (!move(TaskPhase.STARTED, end)) {
			endCancelled();
			return;
		}
		if (this.outcome instanceof Throwable failure && end == TaskPhase.FAILED
				&& (this.unobserved || failure instanceof Error)) {
			Failures.log(logger, "{} '{}' failed", "task", name(), failure);
		}
		leave();
	}

	/** Somebody else has ended it, and has interrupted this thread or is about to. */
	private void endCancelled() {
		while (this.phase == TaskPhase.INTERRUPTING) {
			Thread.yield();
		}
		Thread.interrupted();
		this.runner = null;
		this.tasks.left(this, true);
	}

	/**
	 * What depends on the result may run here, so that the task has not left before. Each
	 * step is taken whatever the one before throws, for want of memory for one: or
	 * somebody would wait for the result, or a stop for the task, for ever.
	 */
	private void leave() {
		CompletableFuture<T> future = this.result;
		boolean observed = future != null && future.getNumberOfDependents() > 0;
		try {
			this.tasks.ended(this, observed);
		}
		finally {
			try {
				settle();
			}
			finally {
				if (observed) {
					this.runner = null;
				}
				else {
					// Nobody looks at what is neither unfinished nor lingering.
					RUNNER.set(this, null);
				}
				this.tasks.left(this, observed);
			}
		}
	}

	PriorityPool pool() {
		return this.pool;
	}

	@Override
	protected boolean isOf(ExecutionPool pool) {
		return this.pool == pool;
	}

	@Override
	protected Priority requeuePriority() {
		return this.options.priority();
	}

	@Override
	protected void rejected() {
		this.tasks.giveBack(this);
	}

	/**
	 * Returns the thread that runs it.
	 * @return the thread, or {@code null} when it does not run
	 */
	@Nullable Thread runner() {
		return this.phase.isBegun() ? this.runner : null;
	}

	long startedNanos() {
		return this.started;
	}

	long submittedNanos() {
		return this.submitted;
	}

}
