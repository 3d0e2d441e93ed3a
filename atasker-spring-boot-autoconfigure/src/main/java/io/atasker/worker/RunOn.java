package io.atasker.worker;

/**
 * On how many nodes of a cluster a worker runs.
 */
public enum RunOn {

	/** On every node. The default. */
	EVERY_NODE,

	/**
	 * On one node at a time, which has the lease; the others stand by. Not for queue
	 * workers, whose queue belongs to its node.
	 */
	ONE_NODE

}
