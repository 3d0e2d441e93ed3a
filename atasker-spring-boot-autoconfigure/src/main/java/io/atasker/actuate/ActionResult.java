package io.atasker.actuate;

import io.atasker.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What became of an action on a worker.
 *
 * @param worker the worker it was done to
 * @param action the action
 * @param result what became of it: a word in capitals, for actions that count a number
 * @param state the worker's state on this node afterwards
 * @param target {@code ALL} if it was for all nodes
 * @param version the version of a command to all nodes: they have followed it when they
 * have come to that one; of a trigger its number
 */
public record ActionResult(String worker, String action, Object result, WorkerState state, @Nullable String target,
		@Nullable Long version) implements OperationResponseBody {

	static final String STARTED = "STARTED";

	static final String RESTARTED = "RESTARTED";

	static final String STOPPED = "STOPPED";

	static final String STOPPING = "STOPPING";

	static final String ACCEPTED = "ACCEPTED";

	static final String CHANGED = "CHANGED";

	static final String UNCHANGED = "UNCHANGED";

	static final String WRITTEN = "WRITTEN";

	/**
	 * Returns whether a stop is still under way.
	 * @return whether that is so, also if it is to be followed by a start
	 */
	boolean isPending() {
		return this.result.equals(STOPPING) || (this.state == WorkerState.STOPPING
				&& (this.result.equals(STARTED) || this.result.equals(RESTARTED)));
	}

	/** Returns the same for a command to all nodes. */
	ActionResult forAll(long newVersion) {
		return new ActionResult(this.worker, this.action, this.result, this.state, ClusterActions.ALL, newVersion);
	}

	String toText() {
		String text = "%s %s: %s, state %s".formatted(this.worker, this.action, this.result, this.state);
		return (this.target != null) ? "%s, target %s, version %d".formatted(text, this.target, this.version) : text;
	}

}
