package io.atasker.worker;

/**
 * On how many nodes of a cluster a worker runs.
 */
public enum RunOn {

	/** On every node. The default. */
	EVERY_NODE,

	/** On one node at a time; the others stand by. */
	ONE_NODE

}
