package io.atasker.worker;

/**
 * How a worker's executor is run.
 */
public enum ExecutorKind {

	/** Called on a thread of the pool, with a slot. */
	THREAD,

	/** Called on an event loop, returns a stage; no slot, no priority. */
	LOOP,

	/** Called in a child process, with a slot. */
	PROCESS

}
