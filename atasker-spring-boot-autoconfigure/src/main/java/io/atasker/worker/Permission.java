package io.atasker.worker;

import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;

/**
 * The supervisor's word on whether a worker may run and take what comes: the second gate,
 * in front of that of the {@link LeaseGate lease}. Written under the lock of
 * {@link LifeCycle}, read by anybody.
 */
final class Permission {

	private final boolean selfLaunching;

	private volatile SupervisorState state = SupervisorState.STOPPED;

	/** Whether the supervisor ever ran. */
	private volatile boolean supervised;

	/** The supervisor's deadline is near. */
	private volatile boolean withdrawn;

	private final LeaseGate lease;

	Permission(WorkerType type, LeaseGate lease) {
		this.lease = lease;
		this.selfLaunching = type == WorkerType.BACKGROUND || type == WorkerType.INTERVAL;
	}

	void enter(SupervisorState state) {
		this.state = state;
		if (state != SupervisorState.STOPPED) {
			this.supervised = true;
		}
		if (state == SupervisorState.RECEIVING || state == SupervisorState.STARTED) {
			this.withdrawn = false;
		}
	}

	void withdraw() {
		this.withdrawn = true;
	}

	boolean isGiven() {
		SupervisorState current = this.state;
		return !this.withdrawn
				&& (current == SupervisorState.STARTED || (!this.selfLaunching && current != SupervisorState.STOPPED));
	}

	/** Returns whether nothing but the wish of users keeps the worker from running. */
	boolean mayOpen() {
		return isGiven() && this.lease.isHeld();
	}

	/** Returns whether the supervisor is stopping. */
	boolean isStopping() {
		return this.state == SupervisorState.STOPPING;
	}

	/** Returns whether items and triggers from the current thread are taken. */
	boolean isReceiving(Supervisor supervisor) {
		return switch (this.state) {
			case STARTED, RECEIVING -> true;
			case STOPPING -> supervisor.isInside();
			case STOPPED -> !this.supervised;
		};
	}

}
