package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * The right to run a worker on this node, which at most one node has at a time. Whoever
 * keeps leases asks the {@link Owner} what it wants and tells it what has become of it,
 * on threads of its own. Safe from any thread; nothing here waits.
 */
public interface WorkerLease {

	/** The owner may want something else now: ask it soon. */
	void look();

	/**
	 * Returns whether the lease is held, by the monotonic clock of this node and without
	 * asking anybody: {@code false} before another node can have got it, also when nobody
	 * has noticed yet that it could not be renewed.
	 * @return whether it is safe to begin something
	 */
	boolean isValid();

	/**
	 * Returns a number that grows with each holder of the lease, for stores that compare
	 * it.
	 * @return the number, -1 if there is none
	 */
	long token();

	/**
	 * Returns why the lease is not held although it is wanted.
	 * @return the words, {@code null} if it is held or not wanted
	 */
	@Nullable String waitsFor();

	/**
	 * Returns how many attempts to renew it have failed.
	 * @return the number since the start of this JVM
	 */
	long failedRenewals();

	/**
	 * Whose lease it is. Called by who keeps leases, without locks.
	 */
	interface Owner {

		/**
		 * Returns whether it wants the lease: the worker is meant to run, does not have
		 * it and nothing of it is left of the time before.
		 * @return whether to try to get it
		 */
		boolean wants();

		/**
		 * Gives the lease up if it is not needed any more and nothing of the worker runs.
		 * From then on nothing begins until it is {@link #granted()} again.
		 * @return whether another node may have it now
		 */
		boolean letGo();

		/** The lease is held: the worker may run here. */
		void granted();

		/**
		 * The lease may be held by another node soon, or is already: nothing begins any
		 * more and what runs is interrupted. No effect if it is not held.
		 */
		void lost();

	}

}
