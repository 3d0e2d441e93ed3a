package io.atasker.worker;

import java.util.concurrent.CompletableFuture;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;

/**
 * The way of a worker from start to stop and on to the next start, and its hooks.
 * <p>
 * Callers only leave a wish, under the lock. What follows from it are steps, each of
 * which calls hooks, outside the lock and never two at once: whoever comes while nobody
 * is at it goes through them, and who comes meanwhile leaves the rest to that thread. So
 * the hooks of a worker come one after the other and in order, each once in a life,
 * however many starts and stops meet; and a stop has ended only when the hooks of its
 * life have, too.
 */
final class LifeCycle {

	private final WorkerCore core;

	private final Permission permission;

	private final ReasonToLive reasonToLive;

	/** Whether it is wanted. Written under the lock. */
	private volatile boolean desired;

	/**
	 * Somebody has started or stopped it, so that it does not start by itself any more.
	 * Written under the lock.
	 */
	private volatile boolean decided;

	/** Written under the lock. */
	private volatile LifePhase phase = LifePhase.DOWN;

	/** Who goes through a step, in which foreign code runs. Written under the lock. */
	private volatile @Nullable Thread stepping;

	/** A stop or restart that is under way. Written under the lock. */
	private volatile @Nullable StopWatch stopping;

	/** Who stopped it last. Written under the lock. */
	private volatile @Nullable StoppedBy stoppedBy;

	/** Nothing starts any more. Written under the lock. */
	private volatile boolean removed;

	/** The start that follows. */
	@GuardedBy("this")
	private @Nullable PendingStart next;

	/** The hooks before the stop of this life were called, or need not be. */
	@GuardedBy("this")
	private boolean announced;

	/** The gate has not been open since the start. */
	@GuardedBy("this")
	private boolean newStart;

	/** How much else runs that belongs to this life. Written under the lock. */
	private volatile int asides;

	LifeCycle(WorkerCore core, Permission permission) {
		this.core = core;
		this.permission = permission;
		this.reasonToLive = new ReasonToLive(core.supervisor().pool());
	}

	// Wishes

	/**
	 * Starts.
	 * @param options for this start
	 * @return whether this call did it
	 */
	boolean start(StartOptions options) {
		PendingStart start = PendingStart.byCaller(options);
		synchronized (this) {
			if (this.desired) {
				return false;
			}
			if (this.removed) {
				throw new IllegalStateException("worker '%s' was removed".formatted(this.core.name()));
			}
			this.desired = true;
			this.decided = true;
			this.stoppedBy = null;
			this.next = start;
		}
		advance();
		start.rethrow();
		return true;
	}

	/**
	 * Stops, without waiting.
	 * @param by who
	 * @param inside whether it comes from an execution, which has no say on what follows
	 * a stop that is under way already
	 * @return completed with whether it ended in time
	 */
	CompletableFuture<Boolean> stop(StoppedBy by, boolean inside) {
		StopWatch watch;
		synchronized (this) {
			if (inside && this.stopping != null) {
				return this.stopping.answer();
			}
			this.stoppedBy = this.desired ? by : this.stoppedBy;
			this.desired = false;
			this.decided = true;
			this.next = null;
			this.reasonToLive.is(false);
			if (this.phase == LifePhase.DOWN) {
				return CompletableFuture.completedFuture(true);
			}
			watch = stopUnderWay();
		}
		watch.limit(this.core.definition().running().times().stopTimeout().toNanos(), false);
		advance();
		return watch.answer();
	}

	/**
	 * Restarts, without waiting.
	 * @param options for the new start
	 * @return whether it was wanted, so that it will be started again
	 */
	boolean restart(StartOptions options) {
		StopWatch watch = null;
		synchronized (this) {
			if (!this.desired) {
				return false;
			}
			// If it is still starting, that start has these options.
			this.next = PendingStart.later(options);
			if (this.phase == LifePhase.UP) {
				watch = stopUnderWay();
			}
		}
		if (watch != null) {
			watch.limit(this.core.definition().running().times().stopTimeout().toNanos(), false);
		}
		advance();
		return true;
	}

	/** What was to start it has failed before it could be called a start. */
	synchronized void failed() {
		this.decided = true;
		this.stoppedBy = this.desired ? null : StoppedBy.ERROR;
	}

	/** Sees to it that it is never started again. */
	synchronized void remove() {
		this.removed = true;
	}

	@GuardedBy("this")
	private StopWatch stopUnderWay() {
		StopWatch watch = this.stopping;
		if (watch == null || watch.isOver()) {
			watch = new StopWatch(this.core);
			this.stopping = watch;
		}
		if (this.phase == LifePhase.ENDING) {
			this.core.source().closed(this.desired);
		}
		else if (this.phase == LifePhase.UP && this.stepping != null && !this.announced) {
			// The hooks of the start take their time: those of the stop come after them.
			close();
		}
		return watch;
	}

	// Steps

	/** Goes through the steps that are due, unless somebody else does. */
	void advance() {
		for (Runnable step = nextStep(); step != null; step = nextStep()) {
			try {
				step.run();
			}
			finally {
				stepped();
			}
		}
	}

	private synchronized @Nullable Runnable nextStep() {
		if (this.stepping != null) {
			return null;
		}
		Runnable step = stepOfPhase();
		this.stepping = (step != null) ? Thread.currentThread() : null;
		return step;
	}

	@GuardedBy("this")
	private @Nullable Runnable stepOfPhase() {
		PendingStart start = this.next;
		if (this.phase == LifePhase.DOWN && start != null) {
			this.next = null;
			this.announced = false;
			this.phase = LifePhase.STARTING;
			return () -> begin(start);
		}
		if (this.stopping != null && !this.announced) {
			this.announced = true;
			return this::announceStop;
		}
		return (this.phase == LifePhase.ENDING && isAtRest()) ? this::end : null;
	}

	private synchronized void stepped() {
		if (this.stepping == Thread.currentThread()) {
			this.stepping = null;
		}
	}

	private void begin(PendingStart start) {
		WorkerStartException problem = this.core.hooks().beforeStart(this.core.handle());
		boolean up;
		synchronized (this) {
			up = problem == null && this.stopping == null;
			if (up) {
				this.phase = LifePhase.UP;
				this.newStart = true;
				this.core.options((this.next != null) ? this.next.options() : start.options());
				this.next = null;
				this.reasonToLive.is(true);
			}
			else {
				// There is nothing to announce, but something to clear up.
				this.announced = true;
				this.phase = LifePhase.ENDING;
			}
		}
		if (up) {
			openIfAllowed();
			problem = this.core.hooks().afterStart(this.core.handle());
		}
		if (problem != null) {
			refused();
			start.failed(problem);
		}
	}

	/** A hook has refused the start, unless a stop or restart has overtaken it anyway. */
	private synchronized void refused() {
		if (this.stopping == null) {
			this.desired = false;
			this.next = null;
			this.stoppedBy = StoppedBy.ERROR;
			this.reasonToLive.is(false);
			stopUnderWay();
		}
	}

	private void announceStop() {
		this.core.hooks().beforeStop(this.core.handle());
		StopWatch watch;
		synchronized (this) {
			close();
			watch = this.stopping;
		}
		WorkerDefinition.Times times = this.core.definition().running().times();
		if (watch != null && this.core.strands().active() > 0) {
			watch.limit(times.stopTimeout().toNanos(), times.interruptOnStop());
		}
		this.core.tellStop();
	}

	/** Closes the gate for a stop or restart. */
	@GuardedBy("this")
	private void close() {
		if (this.phase == LifePhase.UP) {
			this.phase = LifePhase.ENDING;
			this.core.strands().close();
			this.core.source().closed(this.desired);
		}
	}

	/** A stop does not wait for the hooks before it any longer. */
	void closeNow(StopWatch watch) {
		synchronized (this) {
			if (this.stopping != watch) {
				return;
			}
			close();
		}
		this.core.tellStop();
	}

	private void end() {
		this.core.hooks().afterStop(this.core.handle());
		StopWatch watch;
		synchronized (this) {
			watch = this.stopping;
			this.stopping = null;
			this.phase = LifePhase.DOWN;
			// A start that comes as soon as the stop is answered begins by itself.
			this.stepping = null;
		}
		if (watch != null) {
			watch.ended();
		}
	}

	// The gate

	/** Opens the gate if the worker is up and its supervisor permits. */
	void openIfAllowed() {
		synchronized (this) {
			if (this.phase != LifePhase.UP || this.stopping != null || !this.permission.mayOpen()
					|| this.core.strands().isOpen()) {
				return;
			}
			this.core.strands().open();
			this.core.source().opened(this.core.lease().takeNew() | this.newStart);
			this.newStart = false;
		}
		this.core.wakeAll();
	}

	/**
	 * The word of the supervisor or of the lease changes.
	 * @param change of it
	 * @return whether the supervisor permits; where one of them does not, it was closed
	 */
	synchronized boolean permit(Runnable change) {
		change.run();
		if (!this.permission.mayOpen() && this.core.strands().isOpen()) {
			this.core.strands().close();
			this.core.source().closed(true);
		}
		return this.permission.isGiven();
	}

	/**
	 * Takes a trigger back that came after a stop, unless a start has followed.
	 * @param source where it is
	 * @return whether no run will serve it
	 */
	synchronized boolean takeBack(Triggered source) {
		return !this.desired && source.takeBack();
	}

	// What else belongs to this life

	/** Foreign code runs beside, for which a stop waits. */
	synchronized void asideBegins() {
		this.asides++;
	}

	void asideEnds() {
		synchronized (this) {
			this.asides--;
		}
		advance();
	}

	// What is seen

	/** Returns whether nothing runs that belongs to this life. */
	boolean isAtRest() {
		return this.core.strands().active() == 0 && this.asides == 0;
	}

	boolean isDesired() {
		return this.desired;
	}

	boolean isDecided() {
		return this.decided;
	}

	boolean isRemoved() {
		return this.removed;
	}

	LifePhase phase() {
		return this.phase;
	}

	@Nullable StopWatch stopping() {
		return this.stopping;
	}

	@Nullable StoppedBy stoppedBy() {
		return this.stoppedBy;
	}

	/** Returns who calls hooks right now. */
	@Nullable Thread stepping() {
		return this.stepping;
	}

}
