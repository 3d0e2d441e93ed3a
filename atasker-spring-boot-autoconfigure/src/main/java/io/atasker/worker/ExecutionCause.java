package io.atasker.worker;

/**
 * Why an execution was launched.
 */
public enum ExecutionCause {

	/** The worker is continuous. */
	LOOP,

	/** An item was put. */
	ITEM,

	/** It was triggered. */
	TRIGGER,

	/** Its schedule said so. */
	SCHEDULE

}
