package io.atasker.cluster.view;

import io.atasker.worker.Initiator;
import org.jspecify.annotations.Nullable;

/**
 * What all nodes were told of a worker.
 *
 * @param worker the name of the worker
 * @param desired whether it is to run, {@code null} if nobody has said
 * @param version grows with each start and stop
 * @param changed who has said so
 * @param requested how often it was triggered
 * @param served up to which trigger there is nothing more to do
 * @param triggered who has triggered last
 */
record CommandRow(String worker, @Nullable Desired desired, long version, Initiator changed, long requested,
		long served, Initiator triggered) {

	/**
	 * What is wanted on all nodes.
	 */
	enum Desired {

		STARTED, STOPPED

	}

}
