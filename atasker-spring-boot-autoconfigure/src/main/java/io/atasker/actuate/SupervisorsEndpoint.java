package io.atasker.actuate;

import io.atasker.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Actuator endpoint of supervisors: what every technology can read. Once exposed it can
 * be read; writing needs {@code management.endpoint.supervisors.access=unrestricted}.
 *
 * @see SupervisorsEndpointWebExtension
 * @see SupervisorsEndpointJmxExtension
 */
@Endpoint(id = "supervisors", defaultAccess = Access.READ_ONLY)
public class SupervisorsEndpoint {

	private final SupervisorActions actions;

	/**
	 * Makes the endpoint.
	 * @param supervisors the supervisors, the default one first
	 * @param events is told of each write
	 */
	public SupervisorsEndpoint(Iterable<Supervisor> supervisors, ApplicationEventPublisher events) {
		this.actions = new SupervisorActions(supervisors, events);
	}

	/**
	 * Describes all supervisors.
	 * @return the supervisors by name
	 */
	@ReadOperation
	public SupervisorsDescriptor supervisors() {
		return this.actions.all();
	}

	/**
	 * Describes a supervisor.
	 * @param supervisor its exact name
	 * @return the supervisor, {@code null} if there is none
	 */
	@ReadOperation
	public @Nullable SupervisorDescriptor supervisor(@Selector String supervisor) {
		return this.actions.find(supervisor);
	}

	SupervisorActions actions() {
		return this.actions;
	}

}
