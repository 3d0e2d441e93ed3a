package io.atasker.worker;

import java.util.concurrent.CompletableFuture;

import io.atasker.supervisor.SupervisorState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What users want of a worker and what its supervisor permits, and the state that follows
 * from these. The {@link LifeCycle} sees to it; the gate in {@link Strands} is open while
 * both agree.
 */
final class WorkerLife {

	private static final Logger logger = LoggerFactory.getLogger(WorkerLife.class);

	private final WorkerCore core;

	private final Permission permission;

	private final LifeCycle cycle;

	WorkerLife(WorkerCore core) {
		this.core = core;
		this.permission = new Permission(core.definition().type(), core.lease());
		this.cycle = new LifeCycle(core, this.permission);
	}

	/**
	 * Starts.
	 * @param options for this start
	 * @return whether this call did it
	 */
	boolean start(StartOptions options) {
		if (!isEnabled()) {
			return false;
		}
		this.core.check(options);
		return this.cycle.start(options);
	}

	private boolean isEnabled() {
		return this.core.definition().operating().enabled();
	}

	/**
	 * Stops, without waiting.
	 * @param by who
	 * @return completed with whether it ended in time
	 */
	CompletableFuture<Boolean> stop(StoppedBy by) {
		return this.cycle.stop(by, false);
	}

	/**
	 * Stops from an execution that has ended so. One that ends so because it is being
	 * stopped does not keep a start from following.
	 * @param by what it was
	 */
	void stopFromInside(StoppedBy by) {
		this.cycle.stop(by, true);
	}

	/** Looks whether the stop under way has ended, and goes on from there. */
	void ended() {
		this.cycle.advance();
	}

	/**
	 * Restarts, without waiting.
	 * @param options for the new start
	 * @return whether it will be started
	 */
	boolean restart(StartOptions options) {
		if (!isEnabled()) {
			return false;
		}
		this.core.check(options);
		return this.cycle.restart(options) || start(options) || this.cycle.isDesired();
	}

	/** Sees to it that it is never started again and takes nothing more. */
	void remove() {
		this.cycle.remove();
	}

	LifeCycle cycle() {
		return this.cycle;
	}

	// The supervisor's word

	void supervisorState(SupervisorState state) {
		if (state == SupervisorState.STOPPING) {
			this.core.source().stopping();
		}
		if (this.cycle.permit(() -> this.permission.enter(state))) {
			permitted();
		}
		else {
			this.core.tellStop();
		}
	}

	private void permitted() {
		if (this.cycle.isDecided() || !this.core.isAutoStart()) {
			this.cycle.openIfAllowed();
			return;
		}
		try {
			if (start(StartOptions.NONE)) {
				this.core.changed("start", Initiator.AUTO_START);
			}
			else {
				// Somebody was faster, and may have looked before the permission was
				// given.
				this.cycle.openIfAllowed();
			}
		}
		catch (WorkerStartException ex) {
			// That is seen in the state, and not tried again.
			this.cycle.failed();
			logger.error("{}", ex.getMessage(), ErrorText.loggable((ex.getCause() != null) ? ex.getCause() : ex));
		}
	}

	/** The supervisor's deadline is near: nothing begins any more. */
	void withdraw() {
		this.cycle.permit(this.permission::withdraw);
		this.core.tellStop();
	}

	// What is seen

	boolean isDesired() {
		return this.cycle.isDesired();
	}

	/** Returns whether executions should come to an end. */
	boolean isStopRequested() {
		return this.cycle.phase() == LifePhase.ENDING || !this.permission.mayOpen();
	}

	/** Returns whether it is meant to run and its supervisor permits. */
	boolean mayUseLease() {
		return isDesired() && this.permission.isGiven();
	}

	/**
	 * Returns whether another node must not run it: a stop has ended only when its hooks
	 * have, too, and a restart keeps the lease.
	 */
	boolean needsLease() {
		return this.permission.isGiven() && (isDesired() || this.cycle.phase() != LifePhase.DOWN);
	}

	/** Returns whether the supervisor is stopping. */
	boolean isStopping() {
		return this.permission.isStopping();
	}

	/** Returns whether items and triggers from here are taken. */
	boolean isReceiving() {
		return !isRemoved() && this.permission.isReceiving(this.core.supervisor());
	}

	boolean isRemoved() {
		return this.cycle.isRemoved();
	}

	/**
	 * Returns whether a trigger is remembered although the worker has not started yet.
	 */
	boolean isAwaitingFirstStart() {
		return !this.cycle.isDecided() && this.core.isAutoStart();
	}

	/** Returns whether it is stopped and nothing of it runs any more. */
	boolean isStopped() {
		return !isDesired() && this.cycle.phase() == LifePhase.DOWN;
	}

	@Nullable StopWatch stopping() {
		return this.cycle.stopping();
	}

	@Nullable StoppedBy stoppedBy() {
		if (!isDesired()) {
			return this.cycle.stoppedBy();
		}
		return this.permission.isGiven() ? null : StoppedBy.SHUTDOWN;
	}

	WorkerState state() {
		if (!isEnabled()) {
			return WorkerState.DISABLED;
		}
		boolean active = this.core.strands().active() > 0;
		return switch (this.cycle.phase()) {
			case DOWN -> isDesired() ? WorkerState.STARTING : stopped();
			case STARTING -> (this.cycle.stopping() == null) ? WorkerState.STARTING : WorkerState.STOPPING;
			case UP -> up(active);
			case ENDING -> (active || isDesired()) ? WorkerState.STOPPING : stopped();
		};
	}

	private WorkerState up(boolean active) {
		if (this.core.strands().isOpen() || this.permission.mayOpen()) {
			return WorkerState.STARTED;
		}
		if (this.permission.isGiven()) {
			return active ? WorkerState.LOST_STILL_RUNNING : WorkerState.STANDBY;
		}
		return active ? WorkerState.STOPPING : WorkerState.STOPPED;
	}

	private WorkerState stopped() {
		return (this.cycle.stoppedBy() == StoppedBy.ERROR) ? WorkerState.FAILED : WorkerState.STOPPED;
	}

}
