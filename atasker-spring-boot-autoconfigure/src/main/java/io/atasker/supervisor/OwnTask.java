package io.atasker.supervisor;

import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

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

	private final Tasks tasks;

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

	private final String name;

	private final Priority priority;

	private final Callable<T> work;

	/** Whether nobody will look at the result, so that a failure has to be logged. */
	private final boolean unobserved;

	private final Instant submittedAt;

	private final CompletableFuture<T> result = new CompletableFuture<>();

	/*
	 * Whoever moves the phase decides what becomes of the task. One who cancels it while
	 * it runs passes through INTERRUPTING: the thread that runs it waits for the end of
	 * that and clears the interrupt, so that it never hits what the thread runs next.
	 */
	private final AtomicReference<Phase> phase;

	private volatile @Nullable Thread runner;

	private volatile @Nullable Instant startedAt;

	private volatile long startedNanos;

	private volatile @Nullable Instant endedAt;

	private volatile @Nullable Timer delay;

	OwnTask(Tasks tasks, long number, Callable<T> work, TaskOptions options, boolean unobserved) {
		this.tasks = tasks;
		this.number = number;
		this.id = options.id();
		this.name = (options.name() != null) ? options.name() : "task";
		this.priority = options.priority();
		this.work = work;
		this.unobserved = unobserved;
		this.submittedAt = tasks.time().instant();
		this.phase = new AtomicReference<>(options.delay().isZero() ? Phase.QUEUED : Phase.DELAYED);
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
		return this.name;
	}

	@Override
	public Priority priority() {
		return this.priority;
	}

	@Override
	public TaskState state() {
		return this.phase.get().state;
	}

	@Override
	public Instant submittedAt() {
		return this.submittedAt;
	}

	@Override
	public @Nullable Instant startedAt() {
		return this.startedAt;
	}

	@Override
	public @Nullable Instant endedAt() {
		return this.endedAt;
	}

	@Override
	public CompletableFuture<T> result() {
		return this.result;
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
		Phase before = this.phase.get();
		while (before == Phase.DELAYED || before == Phase.QUEUED) {
			if (this.phase.compareAndSet(before, Phase.CANCELLED)) {
				this.endedAt = this.tasks.time().instant();
				this.tasks.withdraw(this, this.delay);
				this.result.cancel(false);
				return true;
			}
			before = this.phase.get();
		}
		return false;
	}

	private boolean cancelRunning() {
		if (!this.phase.compareAndSet(Phase.STARTED, Phase.INTERRUPTING)) {
			return false;
		}
		this.endedAt = this.tasks.time().instant();
		this.tasks.ended(this, true);
		try {
			Thread thread = this.runner;
			if (thread != null) {
				thread.interrupt();
			}
		}
		finally {
			this.phase.set(Phase.CANCELLED);
		}
		this.result.cancel(false);
		return true;
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
		if (this.phase.compareAndSet(Phase.DELAYED, Phase.QUEUED)) {
			this.tasks.enqueue(this);
		}
	}

	@Override
	protected boolean run() {
		this.runner = Thread.currentThread();
		this.startedNanos = this.tasks.time().nanoTime();
		if (!this.phase.compareAndSet(Phase.QUEUED, Phase.STARTED)) {
			this.runner = null;
			return false;
		}
		this.startedAt = this.tasks.time().instant();
		try {
			succeed(this.work.call());
		}
		catch (Throwable ex) {
			fail(ex);
		}
		return false;
	}

	private void succeed(T value) {
		if (end(Phase.SUCCEEDED)) {
			complete(() -> this.result.complete(value));
		}
	}

	private void fail(Throwable failure) {
		if (!end(Phase.FAILED)) {
			return;
		}
		if (this.unobserved || failure instanceof Error) {
			Failures.log(logger, "{} '{}' failed", "task", this.name, failure);
		}
		complete(() -> this.result.completeExceptionally(failure));
	}

	/** What depends on the result may run here, so that the task has not left before. */
	private void complete(Runnable completion) {
		boolean observed = this.result.getNumberOfDependents() > 0;
		this.tasks.ended(this, observed);
		try {
			completion.run();
		}
		finally {
			this.runner = null;
			this.tasks.left(this, observed);
		}
	}

	private boolean end(Phase end) {
		Instant now = this.tasks.time().instant();
		if (this.phase.compareAndSet(Phase.STARTED, end)) {
			this.endedAt = now;
			return true;
		}
		while (this.phase.get() == Phase.INTERRUPTING) {
			Thread.yield();
		}
		Thread.interrupted();
		this.runner = null;
		this.tasks.left(this, true);
		return false;
	}

	@Override
	protected Priority requeuePriority() {
		return this.priority;
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
		return (this.phase.get().ordinal() >= Phase.STARTED.ordinal()) ? this.runner : null;
	}

	long startedNanos() {
		return this.startedNanos;
	}

	/** Where the task is in its life. */
	private enum Phase {

		DELAYED(TaskState.DELAYED), QUEUED(TaskState.QUEUED), STARTED(TaskState.STARTED),
		INTERRUPTING(TaskState.CANCELLED), SUCCEEDED(TaskState.SUCCEEDED), FAILED(TaskState.FAILED),
		CANCELLED(TaskState.CANCELLED);

		private final TaskState state;

		Phase(TaskState state) {
			this.state = state;
		}

	}

}
