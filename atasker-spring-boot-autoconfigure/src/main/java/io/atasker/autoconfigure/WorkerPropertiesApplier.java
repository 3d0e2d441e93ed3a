package io.atasker.autoconfigure;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.atasker.supervisor.Supervisor;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.WorkerBuilder;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerName;

import org.springframework.boot.context.properties.PropertyMapper;

/**
 * Takes properties to the builders of workers: what is set for all at the beginning,
 * where everything else overrides it, and what is set for one at the end, where it
 * overrides everything else.
 */
final class WorkerPropertiesApplier {

	/** What one worker has, and not all of them. */
	private static final Set<WorkerAttribute> NEVER_SHARED = EnumSet.of(WorkerAttribute.INTERVAL, WorkerAttribute.DELAY,
			WorkerAttribute.DELAY_BEFORE, WorkerAttribute.CRON, WorkerAttribute.ZONE, WorkerAttribute.EXECUTOR);

	private final AtaskerProperties properties;

	private final WorkerSettings defaults;

	private final NamedSettings<WorkerProperties> named;

	private final List<Supervisor> supervisors;

	private final PollDelays pollDelays;

	WorkerPropertiesApplier(AtaskerProperties properties, List<Supervisor> supervisors) {
		this.properties = properties;
		this.supervisors = supervisors;
		this.pollDelays = new PollDelays(properties);
		this.defaults = new WorkerSettings("atasker.defaults", properties.defaults());
		this.named = new NamedSettings<>(properties.workers());
		for (WorkerAttribute attribute : NEVER_SHARED) {
			if (this.defaults.isSet(attribute)) {
				throw this.defaults.invalid(attribute, "Workers do not share this. Set it for one worker, as "
						+ "'atasker.workers.<name>.%s'.".formatted(attribute.property()));
			}
		}
	}

	/**
	 * Applies what is set for all workers.
	 * @param builder a builder on which nothing was set yet
	 */
	void applyDefaults(WorkerBuilder<?, ?> builder) {
		PropertyMapper map = PropertyMapper.get();
		map.from(this.properties::historySize).to(builder::historySize);
		map.from(this.pollDelays::shared).to(builder::pollDelay);
		this.defaults.applyTo(builder);
		map.from(this.properties.defaults()::retry).as((retry) -> retry.appliedTo(RetryPolicy.NONE)).to(builder::retry);
		this.properties.defaults().arguments().forEach(builder::argument);
	}

	/**
	 * Applies what is set for a worker, and for its template before that.
	 * @param builder a builder on which everything else was set
	 */
	void apply(WorkerBuilder<?, ?> builder) {
		List<WorkerSettings> settings = Stream.of(builder.templateName(), builder.name())
			.distinct()
			.map(this.named::find)
			.flatMap(List::stream)
			.map((entry) -> new WorkerSettings("atasker.workers." + entry.key(), entry.value()))
			.toList();
		settings.forEach((each) -> apply(each, builder));
		if (this.pollDelays.areDifferent() && settings.stream().noneMatch(WorkerSettings::hasPollDelay)) {
			this.pollDelays.applyTo(builder);
		}
	}

	private void apply(WorkerSettings settings, WorkerBuilder<?, ?> builder) {
		WorkerDefinition definition = builder.definition();
		ScheduleSettings schedule = new ScheduleSettings(settings);
		settings.check(definition);
		schedule.check();
		try {
			settings.applyTo(builder);
			schedule.applyTo(builder, definition.schedule());
			if (settings.properties().retry() != null) {
				builder.retry(settings.properties().retry().appliedTo(definition.errors().retry()));
			}
			arguments(settings, definition).forEach(builder::argument);
			settings.check(builder.definition().running(), this.supervisors);
		}
		catch (InvalidWorkerException ex) {
			throw settings.explain(ex);
		}
	}

	/**
	 * Under the names that the executor declares, which an environment variable cannot
	 * spell.
	 */
	private static Map<String, String> arguments(WorkerSettings settings, WorkerDefinition definition) {
		Map<String, String> declared = new HashMap<>();
		Stream.concat(definition.code().arguments().keySet().stream(), definition.code().required().stream())
			.forEach((name) -> declared.put(WorkerName.uniform(name), name));
		Map<String, String> arguments = new HashMap<>();
		settings.properties()
			.arguments()
			.forEach((name, value) -> arguments.putIfAbsent(declared.getOrDefault(WorkerName.uniform(name), name),
					value));
		return arguments;
	}

}
