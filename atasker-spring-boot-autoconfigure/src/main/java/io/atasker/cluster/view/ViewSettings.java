package io.atasker.cluster.view;

import java.time.Duration;

/**
 * How a node takes part in its cluster.
 *
 * @param cluster the name of the cluster, at most 60 characters; others share the tables
 * and nothing else
 * @param pollInterval how often the node says that it lives and looks for commands
 * @param nodeTimeout after which time a node that is not seen is taken for dead
 * @param forgetAfter after which time it is forgotten
 */
public record ViewSettings(String cluster, Duration pollInterval, Duration nodeTimeout, Duration forgetAfter) {

	/**
	 * Checks the durations.
	 * @throws IllegalArgumentException if they do not fit
	 */
	public ViewSettings {
		if (pollInterval.isZero() || pollInterval.isNegative()) {
			throw new IllegalArgumentException("the poll interval must be positive, but is " + pollInterval);
		}
		if (nodeTimeout.compareTo(pollInterval.multipliedBy(2)) < 0) {
			throw new IllegalArgumentException(
					"the timeout of nodes must be at least twice the poll interval of %s, but is %s"
						.formatted(pollInterval, nodeTimeout));
		}
		if (forgetAfter.compareTo(nodeTimeout) < 0) {
			throw new IllegalArgumentException(
					"nodes must not be forgotten before their timeout of %s, but are after %s".formatted(nodeTimeout,
							forgetAfter));
		}
	}

}
