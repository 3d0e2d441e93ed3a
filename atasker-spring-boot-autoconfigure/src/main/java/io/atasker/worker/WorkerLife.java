package io.atasker.worker;

import java.util.concurrent.CompletableFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.supervisor.SupervisorState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Start, stop and restart of a worker. What is wanted is stored here; what is allowed
 * comes from the supervisor; the gate in {@link Strands} is open while both agree; the
 * state that users see is derived from these.
 * <p>
 * Transitions are decided, and the gate and the source are switched, under the lock;
 * hooks, stop actions and launches come after it. A new start begins only when nothing of
 * the old one is active, so that a strand that sees an open gate belongs to the current
 * start.
 */
final class WorkerLife {

	private static final Logger logger = LoggerFactory.getLogger(WorkerLife.class);

	private final WorkerCore core;

	private final Permission permission;

	/** Written under the lock. */
	private volatile boolean desired;

	/** Written under the lock. */
	private volatile @Nullable StoppedBy stoppedBy;

	/** Written under the lock. */
	private volatile boolean failed;

	/** The hooks before a start run. Written under the lock. */
	private volatile boolean starting;

	/** Whether it was ever started. Written under the lock. */
	private volatile boolean startedOnce;

	/** A stop or restart that is under way. Written under the lock. */
	private volatile @Nullable StopWatch stopping;

	/** Nothing starts any more. Written under the lock. */
	private volatile boolean removed;

	/** Counts starts and stops, so that an overtaken start knows. */
	@GuardedBy("this")
	private long generation;

	/** A start that follows the stop under way. */
	@GuardedBy("this")
	private @Nullable StartOptions next;

	/** The gate has not been open since the start. */
	@GuardedBy("this")
	private boolean newStart;

	@GuardedBy("this")
	private final ReasonToLive reasonToLive;

	WorkerLife(WorkerCore core) {
		this.core = core;
		this.permission = new Permission(core.definition().type());
		this.reasonToLive = new ReasonToLive(core.supervisor().pool());
	}

	// Start

	/**
	 * Starts.
	 * @param options for this start
	 * @return whether this call did it
	 */
	boolean start(StartOptions options) {
		if (!this.core.definition().operating().enabled()) {
			return false;
		}
		this.core.check(options);
		long number;
		synchronized (this) {
			if (this.desired) {
				return false;
			}
			if (this.removed) {
				throw new IllegalStateException("worker '%s' was removed".formatted(this.core.name()));
			}
			this.desired = true;
			this.startedOnce = true;
			this.failed = false;
			this.stoppedBy = null;
			if (this.stopping != null) {
				this.next = options;
				return true;
			}
			this.starting = true;
			number = ++this.generation;
		}
		begin(options, number);
		return true;
	}

	private void begin(StartOptions options, long number) {
		call("beforeStart", this.core.hooks()::beforeStart, number);
		synchronized (this) {
			if (this.generation != number) {
				return;
			}
			this.starting = false;
			this.newStart = true;
			// A restart that came while the hooks ran is this start, with its options.
			this.core.options((this.next != null) ? this.next : options);
			this.next = null;
			this.reasonToLive.is(true);
		}
		openIfAllowed();
		call("afterStart", this.core.hooks()::afterStart, number);
	}

	private void call(String name, Runnable hook, long number) {
		try {
			hook.run();
		}
		catch (Throwable ex) {
			if (isCurrent(number)) {
				stop(StoppedBy.ERROR);
			}
			throw new WorkerStartException("worker '%s' was not started: its hook %s threw %s"
				.formatted(this.core.name(), name, ex.getClass().getName() + ": " + ErrorText.message(ex)), ex);
		}
	}

	private boolean isCurrent(long number) {
		synchronized (this) {
			return this.generation == number;
		}
	}

	private void openIfAllowed() {
		synchronized (this) {
			if (!this.desired || this.starting || !this.permission.isGiven() || this.stopping != null
					|| this.core.strands().isOpen()) {
				return;
			}
			this.core.strands().open();
			this.core.source().opened(this.newStart);
			this.newStart = false;
		}
		this.core.wakeAll();
	}

	// Stop

	/**
	 * Stops, without waiting.
	 * @param by who
	 * @return completed with whether it ended in time
	 */
	CompletableFuture<Boolean> stop(StoppedBy by) {
		if (this.desired) {
			this.core.hooks().beforeStop();
		}
		StopWatch watch;
		synchronized (this) {
			boolean was = this.desired;
			this.desired = false;
			this.starting = false;
			this.generation++;
			this.next = null;
			if (was) {
				this.stoppedBy = by;
				this.failed = by == StoppedBy.ERROR;
			}
			if (!was && this.stopping == null && this.core.strands().active() == 0) {
				return CompletableFuture.completedFuture(true);
			}
			watch = close(false);
			this.reasonToLive.is(false);
		}
		closed(watch);
		return watch.answer();
	}

	/** Closes the gate for a stop or restart. */
	@GuardedBy("this")
	private StopWatch close(boolean keep) {
		StopWatch watch = this.stopping;
		if (watch == null || watch.isOver()) {
			watch = new StopWatch(this.core);
			this.stopping = watch;
		}
		this.core.strands().close();
		this.core.source().closed(keep);
		return watch;
	}

	private void closed(StopWatch watch) {
		WorkerDefinition.Times times = this.core.definition().running().times();
		if (this.core.strands().active() > 0) {
			watch.limit(times.stopTimeout().toNanos(), times.interruptOnStop());
			this.core.tellStop();
		}
		ended();
	}

	/** Looks whether the stop under way has ended, and goes on from there. */
	void ended() {
		StopWatch watch;
		StartOptions following;
		long number = 0;
		synchronized (this) {
			watch = this.stopping;
			if (watch == null || this.core.strands().active() > 0) {
				return;
			}
			this.stopping = null;
			following = this.next;
			this.next = null;
			if (following != null) {
				this.starting = true;
				number = ++this.generation;
			}
		}
		this.core.hooks().afterStop();
		watch.ended();
		if (following != null) {
			beginQuietly(following, number);
		}
	}

	private void beginQuietly(StartOptions options, long number) {
		try {
			begin(options, number);
		}
		catch (WorkerStartException ex) {
			logger.error("{}", ex.getMessage(), ex.getCause());
		}
	}

	/**
	 * Restarts, without waiting.
	 * @param options for the new start
	 * @return whether it will be started
	 */
	boolean restart(StartOptions options) {
		if (!this.core.definition().operating().enabled()) {
			return false;
		}
		this.core.check(options);
		if (!this.desired) {
			return start(options) || this.desired;
		}
		this.core.hooks().beforeStop();
		StopWatch watch;
		synchronized (this) {
			if (!this.desired) {
				return false;
			}
			this.next = options;
			if (this.starting) {
				return true;
			}
			watch = close(true);
		}
		closed(watch);
		return true;
	}

	/** Sees to it that it is never started again and takes nothing more. */
	synchronized void remove() {
		this.removed = true;
	}

	// The supervisor's word

	void supervisorState(SupervisorState state) {
		boolean allowed;
		synchronized (this) {
			this.permission.enter(state);
			allowed = this.permission.isGiven();
			if (!allowed) {
				shut();
			}
		}
		if (allowed) {
			allowed();
		}
		else {
			this.core.tellStop();
		}
	}

	private void allowed() {
		if (this.startedOnce || !this.core.isAutoStart()) {
			openIfAllowed();
			return;
		}
		try {
			if (start(StartOptions.NONE)) {
				this.core.changed("start", Initiator.AUTO_START);
			}
		}
		catch (WorkerStartException ex) {
			failed();
			logger.error("{}", ex.getMessage(), ex.getCause());
		}
	}

	/** An automatic start failed: that is seen in the state, and not tried again. */
	private void failed() {
		synchronized (this) {
			this.startedOnce = true;
			this.failed = true;
			this.stoppedBy = StoppedBy.ERROR;
		}
	}

	/** Closes the gate while the worker is still wanted. */
	@GuardedBy("this")
	private void shut() {
		if (this.core.strands().isOpen()) {
			this.core.strands().close();
			this.core.source().closed(true);
		}
	}

	/** The supervisor's deadline is near: nothing begins any more. */
	void withdraw() {
		synchronized (this) {
			this.permission.withdraw();
			shut();
		}
		this.core.tellStop();
	}

	// What is seen

	boolean isDesired() {
		return this.desired;
	}

	/** Returns whether executions should come to an end. */
	boolean isStopRequested() {
		return this.stopping != null || !this.permission.isGiven();
	}

	/** Returns whether the supervisor is stopping. */
	boolean isStopping() {
		return this.permission.isStopping();
	}

	/** Returns whether items and triggers from here are taken. */
	boolean isReceiving() {
		return !this.removed && this.permission.isReceiving(this.core.supervisor());
	}

	boolean isRemoved() {
		return this.removed;
	}

	/**
	 * Returns whether a trigger is remembered although the worker has not started yet.
	 */
	boolean isAwaitingFirstStart() {
		return !this.startedOnce && !this.permission.wasSupervised() && this.core.isAutoStart();
	}

	@Nullable StopWatch stopping() {
		return this.stopping;
	}

	@Nullable StoppedBy stoppedBy() {
		if (!this.desired) {
			return this.stoppedBy;
		}
		return this.permission.isGiven() ? null : StoppedBy.SHUTDOWN;
	}

	WorkerState state() {
		if (!this.core.definition().operating().enabled()) {
			return WorkerState.DISABLED;
		}
		if (this.starting) {
			return WorkerState.STARTING;
		}
		if (!this.core.strands().isOpen() && this.core.strands().active() > 0) {
			return WorkerState.STOPPING;
		}
		if (this.failed) {
			return WorkerState.FAILED;
		}
		return (this.desired && this.permission.isGiven()) ? WorkerState.STARTED : WorkerState.STOPPED;
	}

}
