package io.atasker.supervisor;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that applications have submitted and that have not ended.
 */
final class Tasks {

	private final Base base;

	private final KeepAlive keepAlive;

	private final Supplier<SupervisorState> state;

	private final UnaryOperator<Callable<? extends @Nullable Object>> decorator;

	/** Replaced now and then. */
	private volatile WallClock wallClock;

	/*
	 * Who submits puts the task in here and looks at the intake then; who stops narrows
	 * the intake and looks in here then. So each task is refused or given back or run,
	 * and none is forgotten. What the two disagree about is decided by the phase of the
	 * task.
	 */
	private final UnfinishedTasks unfinished = new UnfinishedTasks();

	/**
	 * Those whose end is decided and that still run, because they were cancelled for one.
	 */
	private final Set<OwnTask<?>> lingering = ConcurrentHashMap.newKeySet();

	private final Map<String, LongAdder> returned = new ConcurrentHashMap<>();

	private volatile Intake intake = Intake.NOBODY;

	Tasks(Base base, KeepAlive keepAlive, Supplier<SupervisorState> state,
			UnaryOperator<Callable<? extends @Nullable Object>> decorator) {
		this.decorator = decorator;
		this.state = state;
		this.base = base;
		this.keepAlive = keepAlive;
		this.wallClock = WallClock.now(base.time());
	}

	TimeSource time() {
		return this.base.time();
	}

	/**
	 * Returns what tells the wall clock of tasks that are submitted now.
	 * @param now the monotonic time
	 * @return the clock
	 */
	WallClock wallClock(long now) {
		WallClock current = this.wallClock;
		if (current.isOld(now)) {
			current = WallClock.now(time());
			this.wallClock = current;
		}
		return current;
	}

	void intake(Intake intake) {
		this.intake = intake;
	}

	/** Called when a stop begins. */
	void stopping() {
		this.returned.clear();
		this.intake = Intake.INSIDERS;
	}

	/**
	 * Submits a task.
	 * @param <T> the type of the result
	 * @param work what to do
	 * @param options name, id, priority and delay
	 * @param pool where it runs
	 * @param unobserved whether nobody will look at the result
	 * @return the task
	 */
	<T extends @Nullable Object> OwnTask<T> submit(Callable<T> work, TaskOptions options, PriorityPool pool,
			boolean unobserved) {
		boolean delayed = !options.delay().isZero();
		if (!isOpen(delayed)) {
			throw rejection(delayed);
		}
		OwnTask<T> task = add(decorated(work), options, pool, unobserved);
		this.keepAlive.retain();
		if (!isOpen(delayed) && task.cancelWaiting()) {
			throw rejection(delayed);
		}
		if (delayed) {
			Timer delay = task.delay();
			this.base.timers().schedule(delay, time().deadlineAfter(options.delay()));
			if (task.state() != TaskState.DELAYED) {
				this.base.timers().cancel(delay);
			}
		}
		else {
			enqueue(task, task.submittedNanos());
		}
		return task;
	}

	/** A decorator returns what the work returns. */
	@SuppressWarnings("unchecked")
	private <T extends @Nullable Object> Callable<T> decorated(Callable<T> work) {
		return (Callable<T>) this.decorator.apply(work);
	}

	private <T extends @Nullable Object> OwnTask<T> add(Callable<T> work, TaskOptions options, PriorityPool pool,
			boolean unobserved) {
		boolean named = options.id() != null;
		while (true) {
			long number = named ? 0 : this.unfinished.nextNumber();
			OwnTask<T> task = new OwnTask<>(this, number, work, options, pool, unobserved);
			if (this.unfinished.add(task)) {
				return task;
			}
			if (named) {
				throw new IllegalArgumentException("task '%s' of supervisor '%s' is not finished yet, choose another id"
					.formatted(task.id(), this.base.name()));
			}
		}
	}

	private boolean isOpen(boolean delayed) {
		return switch (this.intake) {
			case EVERYBODY -> true;
			case INSIDERS -> !delayed && this.base.inside().isInside();
			case NOBODY -> false;
		};
	}

	private RejectedExecutionException rejection(boolean delayed) {
		boolean because = delayed && this.intake == Intake.INSIDERS;
		return new RejectedExecutionException("task refused: supervisor '%s' is %s%s".formatted(this.base.name(),
				this.state.get(), because ? " and takes no delayed tasks" : ""));
	}

	@Nullable Task<?> find(String id) {
		return this.unfinished.find(id);
	}

	void enqueue(OwnTask<?> task, long now) {
		task.pool().submit(task, task.priority(), now);
	}

	String whyWaiting(OwnTask<?> task) {
		return task.pool().whyWaiting(task.priority());
	}

	/** Called when a task was cancelled that has not begun. */
	void withdraw(OwnTask<?> task, @Nullable Timer delay) {
		if (delay != null) {
			this.base.timers().cancel(delay);
		}
		task.pool().withdraw(task);
		ended(task, false);
		left(task, false);
	}

	/**
	 * Called when the end of a task is decided, and its id is free.
	 * @param task the task
	 * @param lingers whether foreign code goes on running
	 */
	void ended(OwnTask<?> task, boolean lingers) {
		try {
			if (lingers) {
				this.lingering.add(task);
			}
		}
		finally {
			this.unfinished.remove(task);
		}
	}

	/**
	 * Called when nothing of a task runs any more.
	 * @param task the task
	 * @param lingered whether foreign code has gone on running after its end
	 */
	void left(OwnTask<?> task, boolean lingered) {
		try {
			if (lingered) {
				this.lingering.remove(task);
			}
		}
		finally {
			this.keepAlive.release();
			this.base.signal().changed();
		}
	}

	/** Cancels a task that has not begun, and counts it as returned. */
	void giveBack(OwnTask<?> task) {
		if (task.cancelWaiting()) {
			this.returned.computeIfAbsent(task.name(), (name) -> new LongAdder()).increment();
		}
	}

	void returnDelayed() {
		this.unfinished.all().stream().filter((task) -> task.state() == TaskState.DELAYED).forEach(this::giveBack);
	}

	void returnWaiting() {
		this.unfinished.all().forEach(this::giveBack);
	}

	void interrupt(Excuses excuses) {
		running(excuses).forEach(OwnTask::cancel);
	}

	/**
	 * Returns what runs, cancelled or not.
	 * @param excuses the threads that do not count
	 * @return the tasks that run
	 */
	Stream<OwnTask<?>> running(Excuses excuses) {
		return Stream.of(this.unfinished.all(), this.lingering).flatMap(Collection::stream).filter((task) -> {
			Thread thread = task.runner();
			return thread != null && !excuses.isExcused(thread);
		});
	}

	/**
	 * Returns whether nothing waits and nothing runs.
	 * @param excuses the threads that do not count
	 * @return whether it is so
	 */
	boolean isQuiet(Excuses excuses) {
		Predicate<OwnTask<?>> excused = (task) -> {
			Thread thread = task.runner();
			return thread != null && excuses.isExcused(thread);
		};
		return this.unfinished.allMatch(excused) && this.lingering.stream().allMatch(excused);
	}

	int delayed() {
		return (int) this.unfinished.all().stream().filter((task) -> task.state() == TaskState.DELAYED).count();
	}

	/**
	 * Returns how many tasks this stop, or the last one, has given back.
	 * @return the numbers by name
	 */
	Map<String, Long> returned() {
		Map<String, Long> numbers = new HashMap<>();
		this.returned.forEach((name, count) -> numbers.put(name, count.sum()));
		return numbers;
	}

	/** Whose tasks are taken. */
	enum Intake {

		/** Those of all. */
		EVERYBODY,

		/** Those of executions of this supervisor, without delay. */
		INSIDERS,

		/** None. */
		NOBODY

	}

}
