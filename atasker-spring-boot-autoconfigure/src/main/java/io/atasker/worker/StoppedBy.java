package io.atasker.worker;

/**
 * What stopped a worker.
 */
public enum StoppedBy {

	/** A call of stop, from Java or by an operator. */
	USER,

	/** Its own executor or result handler returned {@code false}. */
	SELF,

	/** Its error policy, or a hook that threw. */
	ERROR,

	/** The supervisor is stopped; the worker goes on when it is started again. */
	SHUTDOWN

}
