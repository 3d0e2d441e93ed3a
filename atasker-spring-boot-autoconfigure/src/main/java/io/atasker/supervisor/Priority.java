package io.atasker.supervisor;

/**
 * How urgent an execution is, from the least to the most. Higher priorities are admitted
 * first and may use reserves that lower ones may not; see {@link PoolLimits}.
 */
public enum Priority {

	/** May start while fewer than {@code poolSize} executions run. */
	LOW,

	/** May use the normal reserve too. The default. */
	NORMAL,

	/** May use both reserves. */
	HIGH,

	/** Starts at once, always, above every limit; it counts as running. */
	CRITICAL

}
