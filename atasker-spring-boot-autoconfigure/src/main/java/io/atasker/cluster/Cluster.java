package io.atasker.cluster;

import io.atasker.worker.Initiator;

/**
 * The nodes of a cluster and their workers, and commands to all of them. There is a bean
 * of this type where {@code atasker.cluster.view.enabled} is set. All methods are safe
 * from any thread.
 * <p>
 * A command is written to the database first, in a transaction of its own; then this node
 * follows at once, and each other node when it looks the next time, or is back. They
 * throw {@link io.atasker.worker.UnknownWorkerException} if this node has no such worker,
 * and {@link ClusterUnavailableException} if the database does not take it in time.
 */
public interface Cluster {

	/**
	 * Returns the name of the cluster.
	 * @return the name, that of the application by default
	 */
	String name();

	/**
	 * Returns the name of this node.
	 * @return the name
	 */
	String node();

	/**
	 * Returns what is known of the nodes. Waits for the database for half a second at
	 * most, and not at all while it does not answer: then it is what was known last.
	 * @return the snapshot
	 */
	ClusterSnapshot snapshot();

	/**
	 * Starts a worker on all nodes, those that come later too, until it is stopped for
	 * all.
	 * @param worker the exact name of the worker
	 * @param initiator who asks
	 * @return the version of the desired state, which grows with each command
	 */
	long start(String worker, Initiator initiator);

	/**
	 * Stops a worker on all nodes, without waiting for what it executes. It does not
	 * start on nodes that come later either, until it is started for all. Triggers for
	 * all that wait are dropped. This node has followed when the call returns, as after
	 * each command, unless a hook takes more than five seconds.
	 * @param worker the exact name of the worker
	 * @param initiator who asks
	 * @return the version of the desired state, which grows with each command
	 */
	long stop(String worker, Initiator initiator);

	/**
	 * Asks for a run that begins after this call: on the node that runs it where that is
	 * one, else on each node that lives. Triggers that come before the run has begun are
	 * served by it too. One for a worker that runs on one node waits for that node, and
	 * is repeated by the next one if it dies before the run has ended.
	 * @param worker the exact name of the worker
	 * @param initiator who asks
	 * @return the number of this trigger, which grows with each one of that worker
	 * @throws IllegalArgumentException if it is of a type that has no triggers
	 * @throws IllegalStateException if it is stopped on all nodes
	 */
	long trigger(String worker, Initiator initiator);

	/**
	 * Starts a worker on all nodes.
	 * @param worker the exact name of the worker
	 * @return as {@link #start(String, Initiator)}
	 */
	default long start(String worker) {
		return start(worker, Initiator.APPLICATION);
	}

	/**
	 * Stops a worker on all nodes, without waiting for what it executes.
	 * @param worker the exact name of the worker
	 * @return as {@link #stop(String, Initiator)}
	 */
	default long stop(String worker) {
		return stop(worker, Initiator.APPLICATION);
	}

	/**
	 * Asks for a run that begins after this call.
	 * @param worker the exact name of the worker
	 * @return as {@link #trigger(String, Initiator)}
	 */
	default long trigger(String worker) {
		return trigger(worker, Initiator.APPLICATION);
	}

}
