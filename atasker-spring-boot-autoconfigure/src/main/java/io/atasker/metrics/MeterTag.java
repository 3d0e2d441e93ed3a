package io.atasker.metrics;

import java.util.Locale;

import io.micrometer.common.docs.KeyName;

/**
 * The tags of meters, of which each has few values.
 */
enum MeterTag implements KeyName {

	/** The worker, or the template of workers that were made of one. */
	WORKER,

	/** The supervisor. */
	SUPERVISOR,

	/** The priority. */
	PRIORITY,

	/** How executions have ended. */
	OUTCOME,

	/** A step of the ladder for stuck executions. */
	STEP,

	/** What a child process is doing. */
	STATE,

	/** Why a child process is gone. */
	REASON,

	/** The bean of the supervisor, as for any executor. */
	NAME;

	static final KeyName[] OF_WORKER = { WORKER, SUPERVISOR };

	static final KeyName[] WORKER_OUTCOME = { WORKER, SUPERVISOR, OUTCOME };

	static final KeyName[] WORKER_STEP = { WORKER, SUPERVISOR, STEP };

	static final KeyName[] OF_SUPERVISOR = { SUPERVISOR };

	static final KeyName[] SUPERVISOR_PRIORITY = { SUPERVISOR, PRIORITY };

	static final KeyName[] SUPERVISOR_STATE = { SUPERVISOR, STATE };

	static final KeyName[] SUPERVISOR_REASON = { SUPERVISOR, REASON };

	static final KeyName[] OF_NAME = { NAME };

	@Override
	public String asString() {
		return name().toLowerCase(Locale.ROOT);
	}

}
