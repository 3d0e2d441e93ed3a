package io.atasker.supervisor;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that applications have submitted and that have not ended.
 */
final class Tasks {

	private static final String PREFIX = "task-";

	/** As it is written, so that an id has one key only. */
	private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]*");

	/** More digits might not fit. */
	private static final int LONGEST_NUMBER = 18;

	private final Base base;

	private final PriorityPool pool;

	private final KeepAlive keepAlive;

	private final Supplier<SupervisorState> state;

	private final UnaryOperator<Callable<? extends @Nullable Object>> decorator;

	private final AtomicLong number = new AtomicLong();

	/** Replaced now and then. */
	private volatile WallClock wallClock;

	/*
	 * By key: a generated id is kept as its number, so that its text is only made when
	 * somebody asks.
	 *
	 * Who submits puts the task into the map and looks at the intake then; who stops
	 * narrows the intake and looks into the map then. So each task is refused or given
	 * back or run, and none is forgotten. What the two disagree about is decided by the
	 * phase of the task.
	 */
	private final Map<Object, OwnTask<?>> unfinished = new ConcurrentHashMap<>();

	/**
	 * Those whose end is decided and that still run, because they were cancelled for one.
	 */
	private final Set<OwnTask<?>> lingering = ConcurrentHashMap.newKeySet();

	private final Map<String, LongAdder> returned = new ConcurrentHashMap<>();

	private volatile Intake intake = Intake.NOBODY;

	Tasks(Base base, PriorityPool pool, KeepAlive keepAlive, Supplier<SupervisorState> state,
			UnaryOperator<Callable<? extends @Nullable Object>> decorator) {
		this.decorator = decorator;
		this.state = state;
		this.base = base;
		this.pool = pool;
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

	<T extends @Nullable Object> OwnTask<T> submit(Callable<T> work, TaskOptions options, boolean unobserved) {
		boolean delayed = !options.delay().isZero();
		if (!isOpen(delayed)) {
			throw rejection(delayed);
		}
		OwnTask<T> task = add(decorated(work), options, unobserved);
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

	private <T extends @Nullable Object> OwnTask<T> add(Callable<T> work, TaskOptions options, boolean unobserved) {
		String id = options.id();
		if (id != null) {
			OwnTask<T> task = new OwnTask<>(this, key(id), work, options, unobserved);
			if (this.unfinished.putIfAbsent(task.key(), task) != null) {
				throw new IllegalArgumentException("task '%s' of supervisor '%s' is not finished yet, choose another id"
					.formatted(id, this.base.name()));
			}
			return task;
		}
		while (true) {
			OwnTask<T> task = new OwnTask<>(this, this.number.incrementAndGet(), work, options, unobserved);
			if (this.unfinished.putIfAbsent(task.key(), task) == null) {
				return task;
			}
		}
	}

	/** The text of a generated id. */
	static String id(long number) {
		return PREFIX + number;
	}

	/** The number of an id that looks like a generated one, any other id as it is. */
	private static Object key(String id) {
		if (id.startsWith(PREFIX) && id.length() - PREFIX.length() <= LONGEST_NUMBER) {
			String digits = id.substring(PREFIX.length());
			if (NUMBER.matcher(digits).matches()) {
				return Long.valueOf(digits);
			}
		}
		return id;
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
		return this.unfinished.get(key(id));
	}

	void enqueue(OwnTask<?> task, long now) {
		this.pool.submit(task, task.priority(), now);
	}

	/** Called when a task was cancelled that has not begun. */
	void withdraw(OwnTask<?> task, @Nullable Timer delay) {
		if (delay != null) {
			this.base.timers().cancel(delay);
		}
		this.pool.withdraw(task);
		ended(task, false);
		left(task, false);
	}

	/**
	 * Called when the end of a task is decided, and its id is free.
	 * @param task the task
	 * @param lingers whether foreign code goes on running
	 */
	void ended(OwnTask<?> task, boolean lingers) {
		if (lingers) {
			this.lingering.add(task);
		}
		this.unfinished.remove(task.key(), task);
	}

	/**
	 * Called when nothing of a task runs any more.
	 * @param task the task
	 * @param lingered whether foreign code has gone on running after its end
	 */
	void left(OwnTask<?> task, boolean lingered) {
		if (lingered) {
			this.lingering.remove(task);
		}
		this.keepAlive.release();
		this.base.signal().changed();
	}

	/** Cancels a task that has not begun, and counts it as returned. */
	void giveBack(OwnTask<?> task) {
		if (task.cancelWaiting()) {
			this.returned.computeIfAbsent(task.name(), (name) -> new LongAdder()).increment();
		}
	}

	void returnDelayed() {
		this.unfinished.values().stream().filter((task) -> task.state() == TaskState.DELAYED).forEach(this::giveBack);
	}

	void returnWaiting() {
		this.unfinished.values().forEach(this::giveBack);
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
		return Stream.of(this.unfinished.values(), this.lingering).flatMap(Collection::stream).filter((task) -> {
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
		return Stream.of(this.unfinished.values(), this.lingering).flatMap(Collection::stream).allMatch((task) -> {
			Thread thread = task.runner();
			return thread != null && excuses.isExcused(thread);
		});
	}

	int delayed() {
		return (int) this.unfinished.values().stream().filter((task) -> task.state() == TaskState.DELAYED).count();
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
