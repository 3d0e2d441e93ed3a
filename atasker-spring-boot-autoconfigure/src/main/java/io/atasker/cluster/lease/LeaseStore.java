package io.atasker.cluster.lease;

import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Where leases are: something that all nodes ask. A bean of this type takes the place of
 * the one that is configured. Called by one thread at a time; an exception means that it
 * is not known what has become of the call.
 */
public interface LeaseStore {

	/**
	 * Tries to get a lease. Does not wait for others to let it go.
	 * @param name the name of the lease
	 * @param ttl for how long, if nobody extends it; counted by the store
	 * @return the lease, empty if somebody has it
	 */
	Optional<Grant> tryAcquire(String name, Duration ttl);

	/**
	 * Extends a lease.
	 * @param grant what was granted last
	 * @param ttl for how long from now
	 * @return what to extend next, empty if the lease is lost for certain
	 */
	Optional<Grant> extend(Grant grant, Duration ttl);

	/**
	 * Lets a lease go, if it is still held.
	 * @param grant what was granted last
	 */
	void release(Grant grant);

	/**
	 * A lease that was got or extended.
	 *
	 * @param name the name of the lease
	 * @param token a number that grows with each holder, -1 if the store has none
	 * @param handle what the store needs to extend or release it
	 */
	record Grant(String name, long token, @Nullable Object handle) {

	}

}
