package io.atasker.actuate;

import io.atasker.worker.WorkerState;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What became of an action on a worker.
 *
 * @param worker the worker it was done to
 * @param action the action
 * @param result what became of it: a word in capitals, for actions that count a number
 * @param state the worker's state afterwards
 */
public record ActionResult(String worker, String action, Object result,
		WorkerState state) implements OperationResponseBody {

	static final String STARTED = "STARTED";

	static final String RESTARTED = "RESTARTED";

	static final String STOPPED = "STOPPED";

	static final String STOPPING = "STOPPING";

	static final String ACCEPTED = "ACCEPTED";

	static final String CHANGED = "CHANGED";

	static final String UNCHANGED = "UNCHANGED";

	/**
	 * Returns whether a stop is still under way.
	 * @return whether that is so, also if it is to be followed by a start
	 */
	boolean isPending() {
		return this.result.equals(STOPPING) || (this.state == WorkerState.STOPPING
				&& (this.result.equals(STARTED) || this.result.equals(RESTARTED)));
	}

	String toText() {
		return "%s %s: %s, state %s".formatted(this.worker, this.action, this.result, this.state);
	}

}
