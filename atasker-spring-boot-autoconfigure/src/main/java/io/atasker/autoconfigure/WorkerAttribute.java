package io.atasker.autoconfigure;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

import io.atasker.worker.WorkerName;
import io.atasker.worker.WorkerType;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of workers that have a property, and the types of workers that have
 * them.
 */
enum WorkerAttribute {

	ENABLED(WorkerProperties::enabled),

	AUTO_START(WorkerProperties::autoStart),

	PRIORITY(WorkerProperties::priority),

	CONCURRENCY(WorkerProperties::concurrency, WorkerType.BACKGROUND, WorkerType.QUEUE, WorkerType.INTERVAL),

	EXECUTOR(WorkerProperties::executor),

	SUPERVISOR(WorkerProperties::supervisor),

	LOOP(WorkerProperties::loop),

	POLL_DELAY(WorkerProperties::pollDelay),

	TIMEOUT(WorkerProperties::timeout),

	TIMEOUT_GRACE(WorkerProperties::timeoutGrace),

	STOP_TIMEOUT(WorkerProperties::stopTimeout),

	INTERRUPT_ON_STOP(WorkerProperties::interruptOnStop),

	RUN_ON(WorkerProperties::runOn),

	ERROR_POLICY(WorkerProperties::errorPolicy),

	RETRY(WorkerProperties::retry, WorkerType.QUEUE),

	CONTROL_ROLES(WorkerProperties::controlRoles),

	CRITICAL(WorkerProperties::critical),

	CAPACITY(WorkerProperties::capacity, WorkerType.QUEUE),

	PROVIDER(WorkerProperties::provider, WorkerType.QUEUE),

	SETTLE(WorkerProperties::settle, WorkerType.EVENT),

	RUN_ON_START(WorkerProperties::runOnStart, WorkerType.EVENT),

	INTERVAL(WorkerProperties::interval, WorkerType.INTERVAL),

	DELAY(WorkerProperties::delay, WorkerType.INTERVAL),

	DELAY_BEFORE(WorkerProperties::delayBefore, WorkerType.INTERVAL),

	INITIAL_DELAY(WorkerProperties::initialDelay, WorkerType.INTERVAL),

	CRON(WorkerProperties::cron, WorkerType.INTERVAL),

	ZONE(WorkerProperties::zone, WorkerType.INTERVAL),

	JITTER(WorkerProperties::jitter, WorkerType.INTERVAL),

	ARGUMENTS((properties) -> properties.arguments().isEmpty() ? null : properties.arguments());

	private final Function<WorkerProperties, @Nullable Object> value;

	private final Set<WorkerType> types;

	WorkerAttribute(Function<WorkerProperties, @Nullable Object> value, WorkerType... types) {
		this.value = value;
		this.types = (types.length > 0) ? Set.of(types) : EnumSet.allOf(WorkerType.class);
	}

	/**
	 * Finds the attribute that the engine calls by a name.
	 * @param name the name, such as "stopTimeout"
	 * @return the attribute, or {@code null} if there is none
	 */
	static @Nullable WorkerAttribute named(@Nullable String name) {
		for (WorkerAttribute attribute : values()) {
			if (name != null && WorkerName.uniform(attribute.name()).equals(WorkerName.uniform(name))) {
				return attribute;
			}
		}
		return null;
	}

	/**
	 * Returns the value in some properties.
	 * @param properties the properties
	 * @return the value, {@code null} if it is not set
	 */
	@Nullable Object value(WorkerProperties properties) {
		return this.value.apply(properties);
	}

	/**
	 * Returns the types of the workers that have it.
	 * @return the types
	 */
	Set<WorkerType> types() {
		return this.types;
	}

	/**
	 * Returns the last part of its property's name.
	 * @return the name in lower case with dashes
	 */
	String property() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
