package io.atasker.worker;

/**
 * How an execution ended.
 */
public enum ExecutionStatus {

	/** The executor returned. */
	SUCCEEDED,

	/** The executor threw. */
	FAILED,

	/** It was cancelled, interrupted by a stop, or gave its item back. */
	CANCELLED,

	/** It did not end within its timeout. */
	TIMED_OUT

}
