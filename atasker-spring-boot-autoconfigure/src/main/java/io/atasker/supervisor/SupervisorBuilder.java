package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.atasker.process.ProcessOptions;
import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link Supervisor}. Everything has a default; not safe for use by several
 * threads at once.
 */
public final class SupervisorBuilder {

	String name = Supervisor.DEFAULT_NAME;

	PoolLimits limits = PoolLimits.defaults();

	int minThreads;

	boolean virtualThreads;

	boolean daemon;

	Duration startWarningAfter = Duration.ofSeconds(5);

	Duration startCriticalAfter = Duration.ofSeconds(10);

	Duration shutdownTimeout = ShutdownPolicy.DEFAULT_TIMEOUT;

	Duration threadKeepAlive = Duration.ofSeconds(60);

	final List<LateTaskHandler> lateTaskHandlers = new ArrayList<>();

	UnaryOperator<Callable<? extends @Nullable Object>> taskDecorator = UnaryOperator.identity();

	final Set<String> loops = new LinkedHashSet<>();

	Function<String, @Nullable Executor> loopExecutors = (name) -> null;

	TimeSource time = TimeSource.system();

	/** Makes the platform threads of the pool; {@code null} for daemon threads. */
	@Nullable ThreadFactory poolThreads;

	/** How many runs in child processes there may be; {@code null} without a pool. */
	@Nullable PoolLimits processLimits;

	ProcessOptions processOptions = ProcessOptions.builder().build();

	SupervisorBuilder() {
	}

	/** Copies what a supervisor is built with, so that it cannot change afterwards. */
	private SupervisorBuilder(SupervisorBuilder other) {
		this.name = other.name;
		this.limits = other.limits;
		this.minThreads = other.minThreads;
		this.virtualThreads = other.virtualThreads;
		this.daemon = other.daemon;
		this.startWarningAfter = other.startWarningAfter;
		this.startCriticalAfter = other.startCriticalAfter;
		this.shutdownTimeout = other.shutdownTimeout;
		this.threadKeepAlive = other.threadKeepAlive;
		this.lateTaskHandlers.addAll(other.lateTaskHandlers);
		this.taskDecorator = other.taskDecorator;
		this.loops.addAll(other.loops);
		this.loopExecutors = other.loopExecutors;
		this.time = other.time;
		this.poolThreads = other.poolThreads;
		this.processLimits = other.processLimits;
		this.processOptions = other.processOptions;
	}

	/** Returns the same for the pool of those who wait for child processes. */
	SupervisorBuilder forProcesses(PoolLimits limits) {
		SupervisorBuilder copy = new SupervisorBuilder(this);
		copy.limits = limits;
		copy.minThreads = 0;
		copy.virtualThreads = false;
		return copy;
	}

	/**
	 * Names it.
	 * @param name the name, "default" by default: letters, digits, "_" and "-", at most
	 * 60
	 * @return this
	 * @throws IllegalArgumentException if there is anything else in the name
	 */
	public SupervisorBuilder name(String name) {
		this.name = Names.require("supervisor", name);
		return this;
	}

	/**
	 * Sets how many executions may run.
	 * @param limits the limits, {@link PoolLimits#defaults()} by default
	 * @return this
	 */
	public SupervisorBuilder limits(PoolLimits limits) {
		this.limits = limits;
		return this;
	}

	/**
	 * Sets how many threads are made at the start and never given up.
	 * @param minThreads the number, 0 by default; {@link Integer#MAX_VALUE} for as many
	 * as the limits allow
	 * @return this
	 */
	public SupervisorBuilder minThreads(int minThreads) {
		if (minThreads < 0) {
			throw new IllegalArgumentException("minThreads must not be negative, but is " + minThreads);
		}
		this.minThreads = minThreads;
		return this;
	}

	/**
	 * Runs all but critical executions on virtual threads, within the same limits.
	 * @param virtualThreads whether to do so, {@code false} by default; ignored, and said
	 * so in the log, on a JVM that has none
	 * @return this
	 */
	public SupervisorBuilder virtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
		return this;
	}

	/**
	 * Sets whether the JVM may end while the supervisor runs.
	 * @param daemon {@code false}, the default, keeps the JVM alive while a worker is
	 * started or a task is pending
	 * @return this
	 */
	public SupervisorBuilder daemon(boolean daemon) {
		this.daemon = daemon;
		return this;
	}

	/**
	 * Sets after which time of waiting for a slot the warning comes.
	 * @param startWarningAfter the time, 5 s by default
	 * @return this
	 */
	public SupervisorBuilder startWarningAfter(Duration startWarningAfter) {
		this.startWarningAfter = positive("startWarningAfter", startWarningAfter);
		return this;
	}

	/**
	 * Sets after which time of waiting for a slot it is critical.
	 * @param startCriticalAfter the time, 10 s by default
	 * @return this
	 */
	public SupervisorBuilder startCriticalAfter(Duration startCriticalAfter) {
		this.startCriticalAfter = positive("startCriticalAfter", startCriticalAfter);
		return this;
	}

	/**
	 * Sets the deadline of {@link Supervisor#close()}.
	 * @param shutdownTimeout the time, 20 s by default
	 * @return this
	 */
	public SupervisorBuilder shutdownTimeout(Duration shutdownTimeout) {
		this.shutdownTimeout = positive("shutdownTimeout", shutdownTimeout);
		return this;
	}

	/**
	 * Sets after which time an idle thread ends.
	 * @param threadKeepAlive the time, 60 s by default
	 * @return this
	 */
	public SupervisorBuilder threadKeepAlive(Duration threadKeepAlive) {
		this.threadKeepAlive = positive("threadKeepAlive", threadKeepAlive);
		return this;
	}

	/**
	 * Gives it a pool of child processes.
	 * @param limits how many runs in children there may be, by priority; a critical one
	 * waits for no slot, but for a child
	 * @param options how the children are started, kept and ended
	 * @return this
	 * @throws IllegalArgumentException if the size is 0
	 */
	public SupervisorBuilder processPool(PoolLimits limits, ProcessOptions options) {
		this.processLimits = Processes.requireLimit(limits);
		this.processOptions = options;
		return this;
	}

	/**
	 * Adds a handler of late tasks.
	 * @param handler the handler
	 * @return this
	 */
	public SupervisorBuilder lateTaskHandler(LateTaskHandler handler) {
		this.lateTaskHandlers.add(handler);
		return this;
	}

	/**
	 * Decorates the work of each task that is submitted, on the thread that submits it:
	 * such as to take along what belongs to the caller. Workers are not concerned.
	 * @param taskDecorator the decorator, after those that were set before
	 * @return this
	 */
	public SupervisorBuilder taskDecorator(UnaryOperator<Callable<? extends @Nullable Object>> taskDecorator) {
		UnaryOperator<Callable<? extends @Nullable Object>> before = this.taskDecorator;
		this.taskDecorator = (work) -> taskDecorator.apply(before.apply(work));
		return this;
	}

	/**
	 * Adds an event loop beside the default one.
	 * @param name its name
	 * @return this
	 */
	public SupervisorBuilder loop(String name) {
		this.loops.add(Names.require("event loop", name));
		return this;
	}

	/**
	 * Sets where the executor of a loop comes from that is asked for by name and has not
	 * been made, such as a bean of the application. A loop is made of what it returns,
	 * which is never shut down here.
	 * @param loopExecutors returns the executor of that name, or {@code null} if there is
	 * none; called on any thread, without locks
	 * @return this
	 */
	public SupervisorBuilder loopExecutors(Function<String, @Nullable Executor> loopExecutors) {
		this.loopExecutors = loopExecutors;
		return this;
	}

	/**
	 * Replaces the clocks, for tests.
	 * @param time the time source
	 * @return this
	 */
	public SupervisorBuilder time(TimeSource time) {
		this.time = time;
		return this;
	}

	/**
	 * Builds the supervisor. It is stopped.
	 * @return the supervisor
	 */
	public Supervisor build() {
		return new DefaultSupervisor(new SupervisorBuilder(this));
	}

	private static Duration positive(String name, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new IllegalArgumentException(name + " must be positive, but is " + value);
		}
		return value;
	}

}
