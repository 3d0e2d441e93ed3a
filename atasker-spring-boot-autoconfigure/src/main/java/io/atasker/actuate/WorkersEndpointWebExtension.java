package io.atasker.actuate;

import java.util.Set;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Workers over HTTP: actions, settings and status codes.
 */
@EndpointWebExtension(endpoint = WorkersEndpoint.class)
@RegisterReflectionForBinding({ WorkersDescriptor.class, WorkerDescriptor.class, ExecutionsDescriptor.class,
		StackDescriptor.class, DeadLettersDescriptor.class, ActionResult.class, ErrorDescriptor.class })
public class WorkersEndpointWebExtension {

	private final WorkerActions actions;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Makes the extension.
	 * @param endpoint what it extends
	 * @param showValues when to show items
	 * @param roles to whom, if they are shown to authorized users
	 */
	public WorkersEndpointWebExtension(WorkersEndpoint endpoint, Show showValues, Set<String> roles) {
		this.actions = endpoint.actions();
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Describes all workers.
	 * @return 200
	 */
	@ReadOperation
	public WebEndpointResponse<Object> workers() {
		return WebAnswer.of(this.actions::all);
	}

	/**
	 * Describes a worker.
	 * @param worker its exact name
	 * @return 200, 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> worker(@Selector String worker) {
		return WebAnswer.of(() -> this.actions.describe(worker));
	}

	/**
	 * Describes a part of a worker.
	 * @param worker its exact name
	 * @param action executions, stack or deadletters
	 * @param context who asks
	 * @return 200, 400, 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> part(@Selector String worker, @Selector String action, SecurityContext context) {
		ItemText items = ItemText.shownIf(this.showValues.isShown(context, this.roles));
		return WebAnswer.of(() -> this.actions.describe(worker, action, items));
	}

	/**
	 * Changes settings of a worker.
	 * @param worker its exact name
	 * @param request the settings
	 * @return 200, 400, 403, 404
	 */
	@WriteOperation
	public WebEndpointResponse<Object> change(@Selector String worker, OperationRequest request) {
		return WebAnswer.of(() -> this.actions.change(worker, request.arguments(), request.caller()));
	}

	/**
	 * Does something to a worker.
	 * @param worker its exact name
	 * @param action what to do
	 * @param request its options
	 * @return 200, 202, 400, 403, 404, 409, 429, 503
	 */
	@WriteOperation
	public WebEndpointResponse<Object> act(@Selector String worker, @Selector String action, OperationRequest request) {
		return WebAnswer.of(() -> this.actions.act(worker, action, request.arguments(), request.caller()));
	}

}
