package io.atasker.autoconfigure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import io.atasker.supervisor.EventLoops;
import io.atasker.worker.WorkerName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of one event loop under one key, on their way to its supervisor.
 *
 * @param key the key, such as "atasker.supervisor.loops.io"
 * @param name the name of the loop
 * @param executor the bean that runs what is put on the loop, {@code null} for a thread
 * of its own
 */
record EventLoopSettings(String key, String name, @Nullable String executor) {

	/**
	 * Collects the loops of a supervisor.
	 * @param settings what is set for it, most general first
	 * @return the loops
	 */
	static Collection<EventLoopSettings> of(List<SupervisorSettings> settings) {
		Map<String, EventLoopSettings> loops = new LinkedHashMap<>();
		for (SupervisorSettings each : settings) {
			each.properties()
				.loops()
				.forEach((name, properties) -> loops.merge(WorkerName.uniform(name),
						new EventLoopSettings(each.key() + ".loops." + name, name, properties.executor()),
						EventLoopSettings::overriddenBy));
		}
		return loops.values();
	}

	private EventLoopSettings overriddenBy(EventLoopSettings own) {
		return (own.executor != null) ? new EventLoopSettings(own.key, this.name, own.executor) : this;
	}

	/**
	 * Makes the loop.
	 * @param loops the loops of the supervisor
	 * @param beans where the executor is
	 */
	void createIn(EventLoops loops, BeanFactory beans) {
		try {
			if (this.executor != null && !this.executor.isEmpty()) {
				loops.create(this.name, executor(beans, this.executor));
			}
			else if (loops.find(this.name) == null) {
				loops.create(this.name);
			}
		}
		catch (IllegalArgumentException ex) {
			throw invalid("The loop cannot be made: %s. Choose another name.".formatted(ex.getMessage()));
		}
	}

	private Executor executor(BeanFactory beans, String name) {
		Executor executor = new ExecutorBeans(beans).apply(name);
		if (executor != null) {
			return executor;
		}
		Class<?> type = beans.containsBean(name) ? beans.getType(name) : null;
		throw invalid(
				((type != null) ? "That bean is a %s.".formatted(type.getName()) : "There is no bean of that name.")
						+ " Name an Executor or a Scheduler of Reactor.");
	}

	private InvalidConfigurationPropertyValueException invalid(String reason) {
		return new InvalidConfigurationPropertyValueException(this.key + ".executor", this.executor, reason);
	}

}
