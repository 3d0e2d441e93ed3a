package io.atasker.cluster.lease;

import java.time.Duration;

/**
 * How leases are kept.
 *
 * @param prefix what the name of each lease begins with; applications with different ones
 * share a store and no lease
 * @param ttl for how long a lease is good if its holder does not renew it
 * @param tryInterval how often who stands by tries to get it
 */
public record LeaseSettings(String prefix, Duration ttl, Duration tryInterval) {

	/** Shorter ones would be lost by any hiccup. */
	public static final Duration SHORTEST_TTL = Duration.ofSeconds(1);

	private static final int RENEWALS = 3;

	/**
	 * Checks the durations.
	 * @throws IllegalArgumentException if they do not fit
	 */
	public LeaseSettings {
		if (ttl.compareTo(SHORTEST_TTL) < 0) {
			throw new IllegalArgumentException("the ttl of leases must be at least 1 s, but is " + ttl);
		}
		if (tryInterval.isZero() || tryInterval.isNegative() || tryInterval.compareTo(ttl) > 0) {
			throw new IllegalArgumentException(
					"the try interval must be positive and no longer than the ttl of %s, but is %s".formatted(ttl,
							tryInterval));
		}
	}

	/** Returns how often a lease is renewed. */
	long renewEvery() {
		return this.ttl.toNanos() / RENEWALS;
	}

	/** Returns how soon a renewal that has failed is tried again. */
	long retryAfter() {
		return Math.min(renewEvery(), this.tryInterval.toNanos());
	}

	/**
	 * Returns how long a lease is trusted, from before the call that got it: less than
	 * the store does, since clocks do not run alike.
	 */
	long trusted() {
		return this.ttl.toNanos() / 10 * 9;
	}

}
