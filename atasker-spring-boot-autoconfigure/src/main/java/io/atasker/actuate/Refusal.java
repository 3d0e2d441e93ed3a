package io.atasker.actuate;

/**
 * Why an operation is refused, with the HTTP status that says so.
 */
enum Refusal {

	/** It cannot be understood or does not fit the type. */
	INVALID(400),

	/** The caller has none of the control roles. */
	FORBIDDEN(403),

	/** There is nothing of that name. */
	UNKNOWN(404),

	/** The state forbids it. */
	CONFLICT(409),

	/** The queue is full. */
	FULL(429),

	/** It was tried and something broke. */
	FAILED(500),

	/** The supervisor, or an engine, is not there to take it. */
	UNAVAILABLE(503);

	private final int status;

	Refusal(int status) {
		this.status = status;
	}

	/**
	 * Returns whether it leaves a trace: who tried what he may not, and what may have
	 * been done by half.
	 * @return {@code false} where nothing was done
	 */
	boolean isAudited() {
		return this == FORBIDDEN || this == FAILED;
	}

	int status() {
		return this.status;
	}

}
