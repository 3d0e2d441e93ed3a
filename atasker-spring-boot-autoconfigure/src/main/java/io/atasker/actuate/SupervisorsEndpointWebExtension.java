package io.atasker.actuate;

import org.springframework.aot.hint.annotation.RegisterReflectionForBinding;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * Supervisors over HTTP: limits and status codes.
 */
@EndpointWebExtension(endpoint = SupervisorsEndpoint.class)
@RegisterReflectionForBinding({ SupervisorsDescriptor.class, SupervisorDescriptor.class, ResizeResult.class,
		ErrorDescriptor.class })
public class SupervisorsEndpointWebExtension {

	private final SupervisorActions actions;

	/**
	 * Makes the extension.
	 * @param endpoint what it extends
	 */
	public SupervisorsEndpointWebExtension(SupervisorsEndpoint endpoint) {
		this.actions = endpoint.actions();
	}

	/**
	 * Describes all supervisors.
	 * @return 200
	 */
	@ReadOperation
	public WebEndpointResponse<Object> supervisors() {
		return WebAnswer.of(this.actions::all);
	}

	/**
	 * Describes a supervisor.
	 * @param supervisor its exact name
	 * @return 200, 404
	 */
	@ReadOperation
	public WebEndpointResponse<Object> supervisor(@Selector String supervisor) {
		return WebAnswer.of(() -> this.actions.describe(supervisor));
	}

	/**
	 * Changes the limits of a supervisor.
	 * @param supervisor its exact name
	 * @param request the limits
	 * @return 200, 400, 404
	 */
	@WriteOperation
	public WebEndpointResponse<Object> resize(@Selector String supervisor, OperationRequest request) {
		return WebAnswer.of(() -> this.actions.resize(supervisor, request.arguments(), request.caller()));
	}

}
