package io.atasker.actuate;

import java.util.Map;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All workers.
 *
 * @param workers by name, in the order of their registration
 */
public record WorkersDescriptor(Map<String, WorkerDescriptor> workers) implements OperationResponseBody {

}
