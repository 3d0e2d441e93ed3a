package io.atasker.worker;

/**
 * What became of a trigger.
 */
public enum TriggerResult {

	/** A run will begin because of it. */
	ACCEPTED,

	/** A run that another trigger asked for has not begun yet and serves this one too. */
	MERGED,

	/** Only for triggerIfIdle: the worker is busy, nothing will happen. */
	IGNORED,

	/**
	 * The worker runs on one node, which is not this one: the trigger is kept, and a run
	 * begins if this node gets the lease.
	 */
	STANDBY,

	/** The worker is stopped, nothing will happen. */
	STOPPED,

	/** The worker is switched off by configuration, nothing will happen. */
	DISABLED,

	/** The supervisor is stopped or stopping, nothing will happen. */
	SHUTDOWN;

	/**
	 * Returns whether a run begins after the trigger, whatever other nodes do.
	 * @return {@code true} for {@link #ACCEPTED} and {@link #MERGED}
	 */
	public boolean isAccepted() {
		return this == ACCEPTED || this == MERGED;
	}

}
