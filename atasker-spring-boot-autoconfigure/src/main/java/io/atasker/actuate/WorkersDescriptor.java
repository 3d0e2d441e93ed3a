package io.atasker.actuate;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * All workers.
 *
 * @param workers by name, in the order of their registration
 * @param cluster the nodes that have them, {@code null} if there is no view of them
 */
public record WorkersDescriptor(Map<String, WorkerDescriptor> workers,
		@Nullable ClusterDescriptor cluster) implements OperationResponseBody {

}
