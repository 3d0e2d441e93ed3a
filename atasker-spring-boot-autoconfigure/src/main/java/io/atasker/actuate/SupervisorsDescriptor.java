package io.atasker.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All supervisors.
 *
 * @param supervisors by name
 */
public record SupervisorsDescriptor(Map<String, SupervisorDescriptor> supervisors) implements OperationResponseBody {

}
