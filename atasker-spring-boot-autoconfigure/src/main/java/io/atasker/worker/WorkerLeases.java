package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Gives workers that are to run on one node their leases, by which the nodes of a cluster
 * agree which of them runs a worker. Safe from any thread.
 */
@FunctionalInterface
public interface WorkerLeases {

	/** For a node that has no others: workers run here, without a lease. */
	WorkerLeases ONLY_NODE = (worker, owner) -> null;

	/**
	 * Makes the lease of a worker. Nothing is done for it until
	 * {@link WorkerLease#look()} is called. Called when the worker is registered; must
	 * not wait.
	 * @param worker the name of the worker
	 * @param owner what is told of it
	 * @return the lease, {@code null} if none is needed because this is the only node
	 * @throws NoLeaseException if there can be none here
	 */
	@Nullable WorkerLease lease(String worker, WorkerLease.Owner owner);

}
