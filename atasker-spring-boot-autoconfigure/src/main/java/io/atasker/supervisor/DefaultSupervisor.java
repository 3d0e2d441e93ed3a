package io.atasker.supervisor;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.process.ProcessCall;
import io.atasker.process.ProcessPool;
import io.atasker.supervisor.Admission.Load;
import io.atasker.supervisor.Tasks.Intake;
import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one implementation: its life, and the way to its parts.
 */
final class DefaultSupervisor implements Supervisor {

	private static final Logger logger = LoggerFactory.getLogger(Supervisor.class);

	private final String name;

	private final Duration shutdownTimeout;

	private final Parts parts;

	private final PoolStatistics statistics;

	private final @Nullable PoolStatistics processStatistics;

	/*
	 * The lock guards the transitions and what opens with them; members are told after it
	 * is let go. It is never held while something ends: a stop has a thread of its own.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	/** Written under the lock. */
	private volatile SupervisorState state = SupervisorState.STOPPED;

	@GuardedBy("lock")
	private @Nullable Stop stop;

	DefaultSupervisor(SupervisorBuilder settings) {
		this.name = settings.name;
		this.shutdownTimeout = settings.shutdownTimeout;
		this.parts = Parts.of(settings, this::state);
		this.statistics = new LivePoolStatistics(this.parts.pool());
		Processes processes = this.parts.processes();
		this.processStatistics = (processes != null) ? new LivePoolStatistics(processes.pool()) : null;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public SupervisorState state() {
		return this.state;
	}

	@Override
	public void start() {
		Stop stop = tryStart();
		while (stop != null) {
			awaitBeforeStart(stop);
			stop = tryStart();
		}
		this.parts.members().tell();
	}

	private @Nullable Stop tryStart() {
		this.lock.lock();
		try {
			if (this.state == SupervisorState.STOPPED) {
				open();
				enter(SupervisorState.RECEIVING);
			}
			if (this.state == SupervisorState.RECEIVING) {
				enter(SupervisorState.STARTED);
				logger.info("supervisor '{}' started", this.name);
			}
			return this.stop;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitBeforeStart(Stop stop) {
		if (!stop.canWait()) {
			throw new IllegalStateException(
					"supervisor '%s' is stopping, and thread '%s' cannot wait for the end of that".formatted(this.name,
							Thread.currentThread().getName()));
		}
		stop.await();
		if (Thread.currentThread().isInterrupted() && this.state == SupervisorState.STOPPING) {
			throw new IllegalStateException(
					"interrupted while supervisor '%s' is stopping; it is not started again".formatted(this.name));
		}
	}

	@GuardedBy("lock")
	private void open() {
		this.parts.base().timers().resume();
		this.parts.loops().open();
		this.parts.open();
		this.parts.tasks().intake(Intake.EVERYBODY);
		this.parts.keepAlive().open();
	}

	@GuardedBy("lock")
	private void enter(SupervisorState state) {
		this.state = state;
		this.parts.members().enter(state);
	}

	@Override
	public void receive() {
		this.lock.lock();
		try {
			if (this.state == SupervisorState.STOPPED) {
				open();
				enter(SupervisorState.RECEIVING);
			}
			else if (this.state == SupervisorState.STARTED) {
				enter(SupervisorState.RECEIVING);
			}
		}
		finally {
			this.lock.unlock();
		}
		this.parts.members().tell();
	}

	@Override
	public ShutdownReport stop(ShutdownPolicy policy) {
		Stop stop;
		boolean first;
		this.lock.lock();
		try {
			if (this.state == SupervisorState.STOPPED) {
				return new ShutdownReport(Duration.ZERO, List.of(), Map.of());
			}
			first = this.stop == null;
			stop = (this.stop != null) ? this.stop : new Stop(this, this.parts);
			stop.hasten(policy);
			if (first) {
				this.stop = stop;
				this.parts.tasks().stopping();
				enter(SupervisorState.STOPPING);
			}
		}
		finally {
			this.lock.unlock();
		}
		if (first) {
			begin(stop);
		}
		return stop.await();
	}

	private void begin(Stop stop) {
		try {
			this.parts.base().thread("stop", stop).start();
		}
		catch (Throwable ex) {
			Failures.log(logger, "cannot make {} for supervisor '{}'; the caller does its work", "a thread to stop",
					this.name, ex);
			stop.run();
		}
	}

	/**
	 * Called at the end of a stop.
	 * @param report what it came to
	 */
	void stopped(ShutdownReport report) {
		this.lock.lock();
		try {
			this.stop = null;
			enter(SupervisorState.STOPPED);
		}
		finally {
			this.lock.unlock();
		}
		ReportLog.write(logger, this.name, report);
		this.parts.members().tell();
		this.parts.base().signal().changed();
	}

	@Override
	public void close() {
		stop(ShutdownPolicy.graceful(this.shutdownTimeout));
	}

	@Override
	public boolean awaitTermination(Duration timeout) throws InterruptedException {
		return this.parts.base().signal().await(this::isTerminated, timeout);
	}

	private boolean isTerminated() {
		return this.state == SupervisorState.STOPPED && this.parts.pools().stream().allMatch(PriorityPool::isTerminated)
				&& this.parts.loops().areQuiet() && this.parts.members().areIdle();
	}

	@Override
	public <T extends @Nullable Object> Task<T> submit(Callable<T> work, TaskOptions options) {
		return this.parts.tasks().submit(work, options, this.parts.pool(), false);
	}

	@Override
	public Task<?> submit(Runnable work, TaskOptions options) {
		return this.parts.tasks().submit(Executors.callable(work), options, this.parts.pool(), false);
	}

	@Override
	public <T extends @Nullable Object> Task<T> submitToProcess(ProcessTask<T> task, TaskOptions options) {
		Processes processes = requireProcesses();
		String label = (options.name() != null) ? options.name() : "task";
		ProcessCall call = ProcessTasks.callOf(label, task);
		Callable<T> work = () -> processes.call(call.withLabel(currentId(label)), options.priority());
		return this.parts.tasks().submit(work, options, processes.pool(), false);
	}

	/** On the thread of a task of its own. */
	private String currentId(String otherwise) {
		return (this.parts.base().inside().task() instanceof OwnTask<?> task) ? task.id() : otherwise;
	}

	private Processes requireProcesses() {
		Processes processes = this.parts.processes();
		if (processes == null) {
			throw new IllegalStateException(
					"supervisor '%s' has no process pool; give it one by its size".formatted(this.name));
		}
		return processes;
	}

	@Override
	public @Nullable ProcessPool processes() {
		Processes processes = this.parts.processes();
		return (processes != null) ? processes.children() : null;
	}

	@Override
	public @Nullable ExecutionPool processSlots() {
		Processes processes = this.parts.processes();
		return (processes != null) ? processes.pool() : null;
	}

	@Override
	public @Nullable Task<?> task(String id) {
		return this.parts.tasks().find(id);
	}

	@Override
	public Executor asExecutor(Priority priority) {
		TaskOptions options = TaskOptions.of(priority);
		return (command) -> this.parts.tasks().submit(Executors.callable(command), options, this.parts.pool(), true);
	}

	@Override
	public void resize(PoolLimits limits) {
		this.parts.pool().resize(limits);
	}

	@Override
	public PoolLimits limits() {
		return this.parts.pool().load().limits();
	}

	@Override
	public void resizeProcesses(PoolLimits limits) {
		requireProcesses().pool().resize(Processes.requireLimit(limits));
	}

	@Override
	public EventLoops loops() {
		return this.parts.loops();
	}

	@Override
	public void register(Stoppable member) {
		this.parts.members().register(member);
	}

	@Override
	public void unregister(Stoppable member) {
		this.parts.members().unregister(member);
	}

	@Override
	public List<Stoppable> workers() {
		return this.parts.members().all();
	}

	@Override
	public SupervisorSnapshot snapshot() {
		PriorityPool pool = this.parts.pool();
		Load load = pool.load();
		Long oldest = pool.oldestWaiting();
		return new SupervisorSnapshot(this.name, this.state, load.limits(), pool.threads(),
				byPriority(load.runningAs()), byPriority(load.waiting()),
				(oldest != null) ? Duration.ofNanos(oldest) : null, this.parts.tasks().delayed(),
				pool.lateWatch().reports(), this.parts.loops().names(), processSnapshot());
	}

	private SupervisorSnapshot.@Nullable Processes processSnapshot() {
		Processes processes = this.parts.processes();
		if (processes == null) {
			return null;
		}
		Load load = processes.pool().load();
		return new SupervisorSnapshot.Processes(load.limits(), byPriority(load.runningAs()), byPriority(load.waiting()),
				processes.children().problem(), processes.children().snapshot());
	}

	@Override
	public PoolStatistics statistics() {
		return this.statistics;
	}

	@Override
	public @Nullable PoolStatistics processStatistics() {
		return this.processStatistics;
	}

	private static Map<Priority, Integer> byPriority(int[] numbers) {
		Map<Priority, Integer> result = new EnumMap<>(Priority.class);
		for (Priority priority : Priority.values()) {
			result.put(priority, numbers[priority.ordinal()]);
		}
		return result;
	}

	@Override
	public boolean isInside() {
		return this.parts.base().inside().isInside();
	}

	@Override
	public ExecutionPool pool() {
		return this.parts.pool();
	}

	@Override
	public TimeSource time() {
		return this.parts.base().time();
	}

	@Override
	public Timers timers() {
		return this.parts.base().timers();
	}

	@Override
	public String toString() {
		return "supervisor '%s', %s".formatted(this.name, this.state);
	}

}
