package io.atasker.worker;

/**
 * The state of a worker. It is derived from what is wanted, what the supervisor and the
 * lease allow and what still runs, and never set directly.
 */
public enum WorkerState {

	/** Not wanted, or not allowed by the supervisor, and nothing runs. */
	STOPPED,

	/** The hooks before the start run. */
	STARTING,

	/** Wanted and allowed. */
	STARTED,

	/** Nothing begins any more, something still runs. A start may be pending. */
	STOPPING,

	/** Wanted, but another node holds the lease. */
	STANDBY,

	/** The lease was lost and something still runs. */
	LOST_STILL_RUNNING,

	/** Stopped by its error policy or by a hook that threw; a start clears it. */
	FAILED,

	/** Switched off by configuration: it keeps what is put and never starts. */
	DISABLED

}
