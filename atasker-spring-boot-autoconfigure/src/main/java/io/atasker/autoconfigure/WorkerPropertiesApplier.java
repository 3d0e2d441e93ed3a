package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.atasker.supervisor.Supervisor;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.WorkerBuilder;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerExecutor;
import io.atasker.worker.WorkerName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Takes properties to the builders of workers: what is set for all at the beginning,
 * where everything else overrides it, and what is set for one at the end, where it
 * overrides everything else.
 */
final class WorkerPropertiesApplier {

	private final AtaskerProperties properties;

	private final KeyedWorkerProperties defaults;

	private final NamedSettings<WorkerProperties> named;

	private final List<Supervisor> supervisors;

	private final PollDelays pollDelays;

	WorkerPropertiesApplier(AtaskerProperties properties, List<Supervisor> supervisors) {
		this.properties = properties;
		this.supervisors = supervisors;
		this.pollDelays = new PollDelays(properties);
		this.defaults = new KeyedWorkerProperties("atasker.defaults", properties.defaults());
		this.named = new NamedSettings<>(properties.workers());
		checkHistorySize(properties.historySize());
		if (!properties.defaults().isEmpty()) {
			checkDefaults();
		}
	}

	private void checkDefaults() {
		this.defaults.checkShared(this.supervisors);
		// What one worker has, and not all of them.
		for (WorkerAttribute attribute : EnumSet.of(WorkerAttribute.INTERVAL, WorkerAttribute.DELAY,
				WorkerAttribute.DELAY_BEFORE, WorkerAttribute.CRON, WorkerAttribute.ZONE, WorkerAttribute.EXECUTOR)) {
			if (this.defaults.isSet(attribute)) {
				throw this.defaults.invalid(attribute, "Workers do not share this. Set it for one worker, as "
						+ "'atasker.workers.<name>.%s'.".formatted(attribute.property()));
			}
		}
	}

	private static void checkHistorySize(@Nullable Integer size) {
		if (size != null && (size < 0 || size > WorkerDefinition.LARGEST_HISTORY)) {
			throw new InvalidConfigurationPropertyValueException("atasker.history-size", size,
					"It must be from 0 to %d. Write such a number.".formatted(WorkerDefinition.LARGEST_HISTORY));
		}
	}

	/**
	 * Applies what is set for all workers.
	 * @param builder a builder on which nothing was set yet
	 */
	void applyDefaults(WorkerBuilder<?, ?> builder) {
		Integer historySize = this.properties.historySize();
		if (historySize != null) {
			builder.historySize(historySize);
		}
		Duration pollDelay = this.pollDelays.shared();
		if (pollDelay != null) {
			builder.pollDelay(pollDelay);
		}
		WorkerProperties defaults = this.properties.defaults();
		if (defaults.isEmpty()) {
			return;
		}
		this.defaults.applyTo(builder);
		RetryProperties retry = defaults.retry();
		if (retry != null) {
			builder.retry(retry.appliedTo(RetryPolicy.NONE, "atasker.defaults.retry"));
		}
		defaults.arguments().forEach(builder::argument);
	}

	/**
	 * Applies what is set for a worker, and for its template before that.
	 * @param builder a builder on which everything else was set
	 */
	void apply(WorkerBuilder<?, ?> builder) {
		if (this.properties.workers().isEmpty() && !this.pollDelays.areDifferent()) {
			return;
		}
		List<KeyedWorkerProperties> settings = Stream.of(builder.templateName(), builder.name())
			.distinct()
			.map(this.named::find)
			.flatMap(List::stream)
			.map((entry) -> new KeyedWorkerProperties("atasker.workers." + entry.key(), entry.value()))
			.toList();
		settings.forEach((each) -> apply(each, builder));
		if (this.pollDelays.areDifferent() && settings.stream().noneMatch(KeyedWorkerProperties::hasPollDelay)) {
			this.pollDelays.applyTo(builder);
		}
	}

	private void apply(KeyedWorkerProperties settings, WorkerBuilder<?, ?> builder) {
		WorkerDefinition definition = builder.definition();
		ScheduleSettings schedule = new ScheduleSettings(settings);
		settings.check(definition);
		schedule.check();
		try {
			settings.applyTo(builder);
			schedule.applyTo(builder, definition.schedule());
			if (settings.properties().retry() != null) {
				builder.retry(settings.properties()
					.retry()
					.appliedTo(definition.errors().retry(), settings.property(WorkerAttribute.RETRY)));
			}
			arguments(settings, definition).forEach(builder::argument);
			settings.check(builder.definition().running(), this.supervisors);
			if (settings.isSet(WorkerAttribute.PROVIDER)) {
				builder.checkProvider();
			}
		}
		catch (InvalidWorkerException ex) {
			throw settings.explain(ex);
		}
	}

	/**
	 * Under the names that the executor declares, which an environment variable cannot
	 * spell.
	 */
	private static Map<String, String> arguments(KeyedWorkerProperties settings, WorkerDefinition definition) {
		Map<String, String> declared = new HashMap<>();
		WorkerExecutor executor = definition.code().executor();
		Stream.concat(definition.code().arguments().keySet().stream(), executor.arguments().stream())
			.forEach((name) -> declared.put(WorkerName.uniform(name), name));
		Map<String, String> arguments = new HashMap<>();
		settings.properties().arguments().forEach((name, value) -> {
			String property = settings.property(WorkerAttribute.ARGUMENTS) + "." + name;
			String known = declared.get(WorkerName.uniform(name));
			if (known == null && !executor.takesOtherArguments()) {
				throw new InvalidConfigurationPropertyValueException(property, value,
						"'%s' has no argument of that name. %s".formatted(definition.name(),
								advice(declared.values())));
			}
			String argument = (known != null) ? known : name;
			check(executor, argument, value, property);
			arguments.putIfAbsent(argument, value);
		});
		return arguments;
	}

	private static void check(WorkerExecutor executor, String argument, String value, String property) {
		try {
			executor.checkArguments(Map.of(argument, value));
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value, ex.getMessage() + ". Correct it.");
		}
	}

	private static String advice(Collection<String> known) {
		return known.isEmpty() ? "Remove the property; it has no arguments at all."
				: "Use one of %s, or remove the property.".formatted(List.copyOf(known));
	}

}
