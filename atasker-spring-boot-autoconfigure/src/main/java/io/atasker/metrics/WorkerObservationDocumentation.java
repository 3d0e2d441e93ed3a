package io.atasker.metrics;

import java.util.Locale;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of executions.
 */
public enum WorkerObservationDocumentation implements ObservationDocumentation {

	/** One execution, result handler included; a stage until it is complete. */
	EXECUTION;

	static final String NAME = "atasker.execution";

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultWorkerObservationConvention.class;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return LowCardinality.values();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return HighCardinality.values();
	}

	/**
	 * The keys of tags, of which each has few values.
	 */
	public enum LowCardinality implements KeyName {

		/** The worker, or the template of workers that were made of one. */
		WORKER,

		/** The supervisor. */
		SUPERVISOR,

		/** Why it was launched: loop, item, trigger, schedule. */
		CAUSE,

		/** How it ended: succeeded, failed, cancelled, timed_out. */
		OUTCOME;

		/** Asked for twice in each execution. */
		private final String key = name().toLowerCase(Locale.ROOT);

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * The keys that have another value each time.
	 */
	public enum HighCardinality implements KeyName {

		/** The id of the execution. */
		TASK;

		/** Asked for twice in each execution. */
		private final String key = name().toLowerCase(Locale.ROOT);

		@Override
		public String asString() {
			return this.key;
		}

	}

}
