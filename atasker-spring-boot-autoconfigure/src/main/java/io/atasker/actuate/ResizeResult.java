package io.atasker.actuate;

import io.atasker.supervisor.SupervisorState;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What became of a change of the limits of a supervisor.
 *
 * @param supervisor the supervisor
 * @param action "resize"
 * @param result CHANGED, or UNCHANGED if the limits were so already
 * @param state the supervisor's state afterwards
 */
public record ResizeResult(String supervisor, String action, String result,
		SupervisorState state) implements OperationResponseBody {

	String toText() {
		return "%s %s: %s, state %s".formatted(this.supervisor, this.action, this.result, this.state);
	}

}
