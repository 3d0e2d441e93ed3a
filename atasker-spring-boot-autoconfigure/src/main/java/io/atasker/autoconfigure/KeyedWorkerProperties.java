package io.atasker.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.atasker.annotation.ExecutorChoice;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.InvalidWorkerException;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.WorkerBuilder;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerType;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of workers under one key, on their way to a worker's builder.
 *
 * @param key the key, such as "atasker.workers.orders"
 * @param properties what is set there
 */
record KeyedWorkerProperties(String key, WorkerProperties properties) {

	private static final String PROCESSORS = "processors";

	/** What the engine calls the parts of a schedule together. */
	private static final String SCHEDULE = "schedule";

	/**
	 * Refuses what the worker has no use for.
	 * @param definition what the worker is
	 */
	void check(WorkerDefinition definition) {
		for (WorkerAttribute attribute : WorkerAttribute.values()) {
			if (isSet(attribute) && !attribute.types().contains(definition.type())) {
				throw invalid(attribute, "'%s' is %s, and this is for %s only. Remove the property."
					.formatted(definition.name(), describe(definition.type()), describe(attribute)));
			}
		}
		if (isSet(WorkerAttribute.LOOP) && definition.code().kind() != ExecutorKind.LOOP) {
			throw invalid(WorkerAttribute.LOOP,
					"'%s' does not run on an event loop, since its executor is not asynchronous. Remove the property."
						.formatted(definition.name()));
		}
	}

	private void chooseExecutor(WorkerBuilder<?, ?> builder) {
		if (this.properties.executor() == ExecutorChoice.PROCESS) {
			if (!builder.hasProcessExecutor()) {
				throw invalid(WorkerAttribute.EXECUTOR,
						"Only a static method can run in a child process. Choose 'thread' or 'auto'.");
			}
			builder.inProcess(true);
		}
		else if (this.properties.executor() == ExecutorChoice.THREAD) {
			builder.inProcess(false);
		}
	}

	/**
	 * Refuses what no worker could be given, so that it is told with its property, and
	 * although no worker may need it yet.
	 * @param supervisors the supervisors that there are
	 */
	void checkShared(List<Supervisor> supervisors) {
		if (this.properties.concurrency() != null) {
			concurrency(this.properties.concurrency());
		}
		if (this.properties.capacity() != null && this.properties.capacity() < 1) {
			throw invalid(WorkerAttribute.CAPACITY, "It must be at least 1. Write a positive number of items.");
		}
		if (this.properties.retry() != null) {
			this.properties.retry().appliedTo(RetryPolicy.NONE, property(WorkerAttribute.RETRY));
		}
		String supervisor = this.properties.supervisor();
		if (supervisor != null && supervisors.stream().noneMatch((each) -> each.name().equals(supervisor))) {
			throw noSupervisor(supervisor, supervisors);
		}
		String loop = this.properties.loop();
		if (loop != null && supervisors.stream().allMatch((each) -> each.loops().find(loop) == null)) {
			throw invalid(WorkerAttribute.LOOP, "No supervisor has such an event loop. "
					+ "Set 'atasker.supervisor.loops.%s=' for a loop with a thread of its own.".formatted(loop));
		}
	}

	/**
	 * Refuses a supervisor or an event loop that there is not.
	 * @param running how the worker will run
	 * @param supervisors the supervisors that there are
	 */
	void check(WorkerDefinition.Running running, List<Supervisor> supervisors) {
		Supervisor supervisor = supervisors.stream()
			.filter((candidate) -> candidate.name().equals(running.supervisor()))
			.findFirst()
			.orElse(null);
		if (isSet(WorkerAttribute.SUPERVISOR) && supervisor == null) {
			throw noSupervisor(running.supervisor(), supervisors);
		}
		String loop = this.properties.loop();
		if (loop != null && supervisor != null && supervisor.loops().find(loop) == null) {
			throw invalid(WorkerAttribute.LOOP, "Supervisor '%s' has no such event loop. Use one of %s, or configure "
				.formatted(supervisor.name(), supervisor.loops().names()) + "it among the loops of the supervisor.");
		}
	}

	private InvalidConfigurationPropertyValueException noSupervisor(String name, List<Supervisor> supervisors) {
		return invalid(WorkerAttribute.SUPERVISOR,
				"There is no such supervisor. Use one of %s, or configure it as 'atasker.supervisors.%s'."
					.formatted(supervisors.stream().map(Supervisor::name).toList(), name));
	}

	/**
	 * Sets on a builder what is set here, all but the schedule.
	 * @param builder the builder
	 */
	void applyTo(WorkerBuilder<?, ?> builder) {
		chooseExecutor(builder);
		set(this.properties.enabled(), builder::enabled);
		set(this.properties.autoStart(), builder::autoStart);
		set(this.properties.priority(), builder::priority);
		if (this.properties.concurrency() != null) {
			builder.concurrency(concurrency(this.properties.concurrency()));
		}
		set(this.properties.supervisor(), builder::supervisor);
		set(this.properties.loop(), builder::loop);
		set(this.properties.pollDelay(), builder::pollDelay);
		set(this.properties.timeout(), builder::timeout);
		set(this.properties.timeoutGrace(), builder::timeoutGrace);
		set(this.properties.stopTimeout(), builder::stopTimeout);
		set(this.properties.interruptOnStop(), builder::interruptOnStop);
		set(this.properties.runOn(), builder::runOn);
		set(this.properties.errorPolicy(), builder::errorPolicy);
		set(this.properties.controlRoles(), builder::controlRoles);
		set(this.properties.critical(), builder::critical);
		set(this.properties.capacity(), builder::capacity);
		set(this.properties.provider(), builder::provider);
		set(this.properties.settle(), builder::settle);
		set(this.properties.runOnStart(), builder::runOnStart);
		set(this.properties.initialDelay(), builder::initialDelay);
		set(this.properties.jitter(), builder::jitter);
	}

	/**
	 * Names the property behind what the engine found wrong, if there is one.
	 * @param ex what was found
	 * @return the exception to throw
	 */
	RuntimeException explain(InvalidWorkerException ex) {
		return attributes(ex.attribute()).filter(this::isSet)
			.findFirst()
			.<RuntimeException>map(
					(attribute) -> invalid(attribute, "%s: %s. %s.".formatted(ex.subject(), ex.problem(), ex.remedy())))
			.orElse(ex);
	}

	private static Stream<WorkerAttribute> attributes(@Nullable String name) {
		return SCHEDULE.equals(name)
				? Stream.of(WorkerAttribute.DELAY_BEFORE, WorkerAttribute.INTERVAL, WorkerAttribute.DELAY)
				: Stream.ofNullable(WorkerAttribute.named(name));
	}

	/**
	 * Makes an exception that names a property.
	 * @param attribute the attribute
	 * @param reason what is wrong, and what to do
	 * @return the exception
	 */
	InvalidConfigurationPropertyValueException invalid(WorkerAttribute attribute, String reason) {
		RetryProperties retry = this.properties.retry();
		if (attribute == WorkerAttribute.RETRY && retry != null && !retry.values().isEmpty()) {
			Map.Entry<String, Object> first = retry.values().entrySet().iterator().next();
			return new InvalidConfigurationPropertyValueException(property(attribute) + "." + first.getKey(),
					first.getValue(), reason);
		}
		return new InvalidConfigurationPropertyValueException(property(attribute), value(attribute), reason);
	}

	String property(WorkerAttribute attribute) {
		return this.key + "." + attribute.property();
	}

	boolean hasPollDelay() {
		return isSet(WorkerAttribute.POLL_DELAY);
	}

	boolean isSet(WorkerAttribute attribute) {
		return value(attribute) != null;
	}

	private @Nullable Object value(WorkerAttribute attribute) {
		return attribute.value(this.properties);
	}

	private static <V> void set(@Nullable V value, Consumer<V> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

	private int concurrency(String text) {
		if (text.trim().equalsIgnoreCase(PROCESSORS)) {
			return Runtime.getRuntime().availableProcessors();
		}
		try {
			int number = Integer.parseInt(text.trim());
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Refused below like a number that is too small.
		}
		throw invalid(WorkerAttribute.CONCURRENCY,
				"It is neither a positive number nor 'processors'. Write one of these.");
	}

	private static String describe(WorkerAttribute attribute) {
		return attribute.types().stream().sorted().map((type) -> noun(type) + "s").collect(Collectors.joining(", "));
	}

	private static String describe(WorkerType type) {
		return ((type == WorkerType.EVENT || type == WorkerType.INTERVAL) ? "an " : "a ") + noun(type);
	}

	private static String noun(WorkerType type) {
		return switch (type) {
			case BACKGROUND -> "continuous worker";
			case QUEUE -> "queue worker";
			case EVENT -> "event worker";
			case INTERVAL -> "interval worker";
		};
	}

}
