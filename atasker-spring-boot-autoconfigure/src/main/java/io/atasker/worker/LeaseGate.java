package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * The lease's word on whether a worker may run: the third gate, beside what users want
 * and what the supervisor permits. This one is always open, for workers that run on every
 * node; {@link OneNodeGate} is for the others.
 */
class LeaseGate {

	/** Of all workers that need no lease. */
	static final LeaseGate OPEN = new LeaseGate();

	/**
	 * Makes the gate of a worker.
	 * @param core the worker
	 * @param leases where leases come from
	 * @return the gate
	 */
	static LeaseGate of(WorkerCore core, @Nullable WorkerLeases leases) {
		WorkerDefinition definition = core.definition();
		if (definition.running().runOn() != RunOn.ONE_NODE || !definition.operating().enabled()) {
			return OPEN;
		}
		if (leases == null) {
			throw new InvalidWorkerException(WorkerDefinitions.subject(definition), "runOn", RunOn.ONE_NODE.name(),
					"nothing tells the nodes which of them runs it",
					"Give the workers leases with WorkersBuilder.leases, or let it run on every node");
		}
		try {
			OneNodeGate gate = new OneNodeGate(core);
			WorkerLease lease = leases.lease(definition.name(), gate);
			return (lease != null) ? gate.with(lease) : OPEN;
		}
		catch (NoLeaseException ex) {
			throw new InvalidWorkerException(WorkerDefinitions.subject(definition), "runOn", RunOn.ONE_NODE.name(),
					ex.problem(), ex.remedy());
		}
	}

	/** Returns whether the worker may run here. */
	boolean isHeld() {
		return true;
	}

	/** Returns whether it may begin something right now, by the clock. */
	boolean isValid() {
		return true;
	}

	/**
	 * Returns whether the gate opens for the first time since the lease was granted.
	 * Called under the lock of {@link LifeCycle}, when it opens.
	 */
	boolean takeNew() {
		return false;
	}

	/** What the lease is wanted for may have changed. Called without locks. */
	void look() {
	}

	/** Returns the lease, {@code null} if none is needed. */
	@Nullable WorkerLease lease() {
		return null;
	}

	/** Returns how often the lease was lost. */
	long losses() {
		return 0;
	}

}
