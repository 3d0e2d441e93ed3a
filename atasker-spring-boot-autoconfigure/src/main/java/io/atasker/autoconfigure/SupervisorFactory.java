package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.atasker.supervisor.LateTaskHandler;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorBuilder;
import io.atasker.time.TimeSource;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/**
 * Makes the supervisors of an application of its properties and beans. Each has what is
 * set for all under "atasker.supervisor", and on top of it what is set for it alone.
 */
final class SupervisorFactory {

	private final AtaskerProperties properties;

	private final NamedSettings<SupervisorProperties> named;

	private final ListableBeanFactory beans;

	private final Environment environment;

	private final SupervisorDisposal disposal;

	SupervisorFactory(AtaskerProperties properties, ListableBeanFactory beans, Environment environment,
			SupervisorDisposal disposal) {
		this.properties = properties;
		this.named = new NamedSettings<>(properties.supervisors());
		this.beans = beans;
		this.environment = environment;
		this.disposal = disposal;
	}

	/**
	 * Makes a supervisor.
	 * @param name its name
	 * @return the supervisor, stopped
	 */
	Supervisor create(String name) {
		SupervisorBuilder builder = Supervisor.builder().name(name);
		builder.loopExecutors(new ExecutorBeans(this.beans));
		builder.virtualThreads(Threading.VIRTUAL.isActive(this.environment));
		List<SupervisorSettings> settings = settings(name);
		PoolLimits limits = PoolLimits.defaults();
		for (SupervisorSettings each : settings) {
			each.applyTo(builder);
			limits = each.appliedTo(limits);
		}
		builder.limits(limits);
		ProcessPoolSettings.of(settings).applyTo(builder);
		applyBeans(builder);
		this.beans.getBeanProvider(EventPublication.class)
			.ifAvailable((events) -> builder.lateTaskHandler(events.lateTasks(name)));
		Supervisor supervisor = builder.build();
		EventLoopSettings.of(settings).forEach((loop) -> loop.createIn(supervisor.loops(), this.beans));
		this.disposal.add(supervisor);
		return supervisor;
	}

	/**
	 * Returns the deadline of a shutdown.
	 * @param name the name of the supervisor
	 * @return the time
	 */
	Duration shutdownTimeout(String name) {
		return settings(name).stream()
			.map((each) -> each.properties().shutdownTimeout())
			.filter(Objects::nonNull)
			.reduce(ShutdownPolicy.DEFAULT_TIMEOUT, (base, own) -> own);
	}

	private List<SupervisorSettings> settings(String name) {
		List<SupervisorSettings> settings = new ArrayList<>();
		settings.add(new SupervisorSettings("atasker.supervisor", this.properties.supervisor()));
		this.named.find(name)
			.forEach((entry) -> settings
				.add(new SupervisorSettings("atasker.supervisors." + entry.key(), entry.value())));
		return settings;
	}

	private void applyBeans(SupervisorBuilder builder) {
		LazyBeans<LateTaskHandler> lateTaskHandlers = new LazyBeans<>(this.beans, LateTaskHandler.class);
		if (!lateTaskHandlers.isEmpty()) {
			builder.lateTaskHandler(new LateTaskHandlers(lateTaskHandlers));
		}
		this.beans.getBeanProvider(TimeSource.class).ifUnique(builder::time);
		this.beans.getBeanProvider(SupervisorCustomizer.class)
			.orderedStream()
			.forEach((customizer) -> customizer.customize(builder));
	}

}
