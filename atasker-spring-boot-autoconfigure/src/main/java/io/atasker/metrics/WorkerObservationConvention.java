package io.atasker.metrics;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names observations of executions and tags them. A bean of this type replaces the
 * {@link DefaultWorkerObservationConvention default}.
 */
public interface WorkerObservationConvention extends ObservationConvention<WorkerObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof WorkerObservationContext;
	}

}
