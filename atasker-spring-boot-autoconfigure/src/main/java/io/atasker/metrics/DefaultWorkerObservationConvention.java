package io.atasker.metrics;

import java.util.Locale;

import io.atasker.metrics.WorkerObservationDocumentation.HighCardinality;
import io.atasker.metrics.WorkerObservationDocumentation.LowCardinality;
import io.atasker.worker.ExecutionStatus;
import io.atasker.worker.WorkerDefinition;
import io.micrometer.common.KeyValues;

/**
 * The convention that applies unless there is another: as
 * {@link WorkerObservationDocumentation} says.
 */
public class DefaultWorkerObservationConvention implements WorkerObservationConvention {

	private static final String UNKNOWN = "unknown";

	@Override
	public String getName() {
		return WorkerObservationDocumentation.NAME;
	}

	@Override
	public String getContextualName(WorkerObservationContext context) {
		return "execute " + worker(context);
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(WorkerObservationContext context) {
		ExecutionStatus outcome = context.getOutcome();
		return KeyValues.of(LowCardinality.WORKER.withValue(worker(context)),
				LowCardinality.SUPERVISOR.withValue(definition(context).running().supervisor()),
				LowCardinality.CAUSE.withValue(text(context.getExecution().cause())),
				LowCardinality.OUTCOME.withValue((outcome != null) ? text(outcome) : UNKNOWN));
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(WorkerObservationContext context) {
		return KeyValues.of(HighCardinality.TASK.withValue(context.getTaskId()));
	}

	private static String worker(WorkerObservationContext context) {
		String template = definition(context).origin().template();
		return (template != null) ? template : definition(context).name();
	}

	private static WorkerDefinition definition(WorkerObservationContext context) {
		return context.getExecution().worker().definition();
	}

	private static String text(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
