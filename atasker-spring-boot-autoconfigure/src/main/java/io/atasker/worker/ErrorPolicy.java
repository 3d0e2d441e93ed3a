package io.atasker.worker;

/**
 * What a worker does after an execution failed.
 */
public enum ErrorPolicy {

	/** Goes on. The default. */
	CONTINUE,

	/** Stops, and is FAILED until it is started again. */
	STOP

}
