package io.atasker.supervisor;

import java.util.Collection;

import io.atasker.supervisor.Admission.Change;
import io.atasker.supervisor.Admission.Load;
import io.atasker.supervisor.Admission.Requeue;
import io.atasker.supervisor.Admission.Waiting;
import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The pool: the {@link Gate} decides, the {@link Carriers} run. A thread that has
 * finished a task runs the one that is admitted by that itself.
 */
final class PriorityPool implements ExecutionPool, Turns {

	/** After which time to look for a thread again when none could be made. */
	private static final long RETRY_AFTER = 100_000_000;

	/** Of the bits that say who must yield. */
	private static final int ALL_BUT_CRITICAL = 0x7;

	private final TimeSource time;

	private final Timers timers;

	private final int minThreads;

	private final Signal signal;

	private final KeepAlive keepAlive;

	private final Excuses excuses;

	private final Gate gate;

	private final Carriers carriers;

	private final LateWatch lateWatch;

	private final Timer retry = Timer.of(this::startWaiting);

	/** Whether tasks wait that were put back for want of a thread. */
	private volatile boolean starved;

	PriorityPool(SupervisorBuilder settings, Base base, KeepAlive keepAlive, Excuses excuses) {
		this.time = settings.time;
		this.minThreads = settings.minThreads;
		this.timers = base.timers();
		this.signal = base.signal();
		this.keepAlive = keepAlive;
		this.excuses = excuses;
		this.gate = new Gate(settings.limits, settings.time);
		this.carriers = new Carriers(settings, base.poolThreads(), this, base.inside(), this.timers);
		this.lateWatch = new LateWatch(settings, this.gate, this.timers);
	}

	void open() {
		this.starved = false;
		this.lateWatch.reset();
		this.carriers.open(minThreads(this.gate.load().limits()));
		this.gate.open().forEach(this::start);
	}

	/** Refuses everything from now on, and what waits. */
	void refuse() {
		this.gate.close().forEach(this::reject);
	}

	/** Lets the threads end, those at work when they have finished. */
	void close() {
		refuse();
		this.carriers.close();
	}

	void resize(PoolLimits limits) {
		this.carriers.keep(minThreads(limits));
		this.gate.resize(limits).forEach(this::start);
	}

	private int minThreads(PoolLimits limits) {
		PoolLimits bounds = (limits.poolSize() > 0) ? limits : PoolLimits.defaults();
		return Math.min(this.minThreads, bounds.limit(Priority.HIGH));
	}

	@Override
	public void submit(PoolTask task, Priority priority) {
		submit(task, priority, PoolTask.NEVER);
	}

	/**
	 * Submits a task.
	 * @param task the task
	 * @param priority its priority
	 * @param now the time, or {@link PoolTask#NEVER} to look at the clock if it waits
	 */
	void submit(PoolTask task, Priority priority, long now) {
		switch (this.gate.submit(task, priority, now)) {
			case ADMITTED -> start(task);
			case QUEUED -> {
				watch(priority);
				if (this.starved && priority == Priority.CRITICAL) {
					startWaiting();
				}
			}
			case REFUSED -> reject(task);
			case PRESENT -> throw new IllegalStateException("'%s' is in the pool already".formatted(task.name()));
		}
	}

	@Override
	public boolean withdraw(PoolTask task) {
		boolean withdrawn = this.gate.withdraw(task);
		if (withdrawn) {
			this.signal.changed();
		}
		return withdrawn;
	}

	@Override
	public boolean move(PoolTask task, Priority priority) {
		Change change = this.gate.move(task, priority);
		startIfAny(change.admitted());
		if (change.done()) {
			watch(priority);
		}
		return change.done();
	}

	/** A boundary is a chance to begin a critical task before its own thread is awake. */
	@Override
	public int yieldMask() {
		int mask = this.gate.yieldMask();
		return this.carriers.isCalling() ? mask | ALL_BUT_CRITICAL : mask;
	}

	@Override
	public boolean abandon(PoolTask task) {
		Change change = this.gate.abandon(task);
		startIfAny(change.admitted());
		if (change.done()) {
			this.signal.changed();
		}
		return change.done();
	}

	@Override
	public void memberQuiet() {
		this.signal.changed();
	}

	@Override
	public boolean awaitsStop(Thread thread) {
		return this.excuses.isExcused(thread);
	}

	@Override
	public void keepAlive() {
		this.keepAlive.retain();
	}

	@Override
	public void letGo() {
		this.keepAlive.release();
	}

	@Override
	public @Nullable Long waitingSince(PoolTask task) {
		return this.gate.waitingSince(task);
	}

	@Override
	public String whyWaiting(Priority priority) {
		String why = this.gate.load().whyWaiting(priority);
		return (why != null) ? why : (this.starved ? "no thread can be made" : "nothing, it may begin");
	}

	Load load() {
		return this.gate.load();
	}

	@Nullable Long oldestWaiting() {
		Long oldest = null;
		long now = this.time.nanoTime();
		for (Priority priority : Priority.values()) {
			Waiting head = this.gate.first(priority);
			if (head != null && (oldest == null || now - head.since() > oldest)) {
				oldest = Math.max(0, now - head.since());
			}
		}
		return oldest;
	}

	LateWatch lateWatch() {
		return this.lateWatch;
	}

	int threads() {
		return this.carriers.total();
	}

	boolean isTerminated() {
		return this.carriers.alive() == 0;
	}

	boolean isQuiet(Collection<PoolTask> except) {
		return this.gate.isQuiet(except.stream().filter((task) -> task.isOf(this)).toList());
	}

	@Override
	public @Nullable PoolTask turn(Carrier carrier, PoolTask task, ThreadTraits traits) {
		Priority again = run(carrier, task);
		traits.restore();
		PoolTask next = (again != null) ? requeue(task, again) : finish(task);
		this.signal.changed();
		if (next == null) {
			return null;
		}
		if (this.carriers.suits(carrier, next)) {
			return this.carriers.overtake(carrier, next);
		}
		return startOnThread(next) ? null : next;
	}

	@Override
	public void threadEnded() {
		this.signal.changed();
	}

	/** Returns the priority to go on with, or {@code null} when the task has ended. */
	private @Nullable Priority run(Carrier carrier, PoolTask task) {
		try {
			return task.run(carrier) ? task.requeuePriority() : null;
		}
		catch (Throwable ex) {
			TaskCalls.failed(task, "has thrown out of the pool; its slot is given back", ex);
			return null;
		}
	}

	private @Nullable PoolTask finish(PoolTask task) {
		PoolTask next = giveBack(task);
		TaskCalls.released(task);
		return next;
	}

	/** A lock that is contended may want memory; no slot must be lost to that. */
	private @Nullable PoolTask giveBack(PoolTask task) {
		while (true) {
			try {
				return this.gate.finish(task);
			}
			catch (OutOfMemoryError ex) {
				Thread.yield();
			}
		}
	}

	private Requeue giveBackAndSubmit(PoolTask task, Priority priority) {
		while (true) {
			try {
				return this.gate.requeue(task, priority);
			}
			catch (OutOfMemoryError ex) {
				Thread.yield();
			}
		}
	}

	private @Nullable PoolTask requeue(PoolTask task, Priority priority) {
		Requeue requeue = giveBackAndSubmit(task, priority);
		switch (requeue.submission()) {
			case QUEUED -> {
				watch(priority);
				TaskCalls.requeued(task);
			}
			case REFUSED -> reject(task);
			case ABANDONED -> TaskCalls.released(task);
			default -> {
			}
		}
		return requeue.next();
	}

	private void startIfAny(@Nullable PoolTask task) {
		if (task != null) {
			start(task);
		}
	}

	/** Runs an admitted task on a thread, or puts it back. */
	private boolean start(PoolTask task) {
		if (startOnThread(task)) {
			return true;
		}
		if (putBack(task)) {
			this.starved = true;
			watch(task.admittedAs);
			retryLater();
		}
		else {
			reject(task);
		}
		return false;
	}

	/** Without memory for a thread the task waits as it does without a thread. */
	private boolean startOnThread(PoolTask task) {
		try {
			return this.carriers.start(task) || startOnSpare(task);
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	private boolean putBack(PoolTask task) {
		while (true) {
			try {
				return this.gate.putBack(task);
			}
			catch (OutOfMemoryError ex) {
				Thread.yield();
			}
		}
	}

	private void retryLater() {
		try {
			this.timers.schedule(this.retry, this.time.nanoTime() + RETRY_AFTER);
		}
		catch (OutOfMemoryError ex) {
			// Whoever gives a slot back, or is submitted, finds the task then.
		}
	}

	/** The task is in its lane by now, so nothing may be thrown to who has put it in. */
	private void watch(Priority priority) {
		try {
			this.lateWatch.watch(priority);
		}
		catch (OutOfMemoryError ex) {
			// The next one that waits there is watched.
		}
	}

	/** The spare thread is better than nothing when nobody else would go on. */
	private boolean startOnSpare(PoolTask task) {
		return this.gate.load().running() == 1 && this.carriers.handToIdle(task, true);
	}

	/** Starts what waits only because there was no thread for it. */
	private void startWaiting() {
		this.starved = false;
		PoolTask next = this.gate.next();
		while (next != null && start(next)) {
			next = this.gate.next();
		}
	}

	private void reject(PoolTask task) {
		TaskCalls.rejected(task);
		this.signal.changed();
	}

}
