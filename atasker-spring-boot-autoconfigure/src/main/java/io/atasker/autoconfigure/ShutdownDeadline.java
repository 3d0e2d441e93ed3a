package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.Comparator;

import io.atasker.supervisor.Supervisor;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.core.env.Environment;

/**
 * Makes the deadline of the supervisors the one that counts: Spring gives up each
 * shutdown phase after a time of its own, and would go on to close what executions still
 * use. So their phase gets more time where it has less than they may need.
 */
final class ShutdownDeadline {

	private static final String PHASE_TIMEOUT = "spring.lifecycle.timeout-per-shutdown-phase";

	/** What Spring Boot gives each phase when nothing is set. */
	private static final Duration DEFAULT_PHASE_TIMEOUT = Duration.ofSeconds(30);

	/** What a stop may take beyond its deadline, to report what it left behind. */
	private static final Duration MARGIN = Duration.ofSeconds(2);

	private final LocalSupervisors supervisors;

	private final SupervisorFactory factory;

	private final BeanFactory beans;

	private final Duration phaseTimeout;

	ShutdownDeadline(LocalSupervisors supervisors, SupervisorFactory factory, BeanFactory beans,
			Environment environment) {
		this.supervisors = supervisors;
		this.factory = factory;
		this.beans = beans;
		this.phaseTimeout = Binder.get(environment).bind(PHASE_TIMEOUT, Duration.class).orElse(DEFAULT_PHASE_TIMEOUT);
	}

	/**
	 * Returns the deadline of a supervisor.
	 * @param supervisor the supervisor
	 * @return how long its stop may take
	 */
	Duration of(Supervisor supervisor) {
		return this.factory.shutdownTimeout(supervisor.name());
	}

	/**
	 * Gives a shutdown phase the time that the supervisors may need.
	 * @param phase the phase
	 */
	void extendPhase(int phase) {
		Object processor = this.beans.getBean(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME);
		if (processor instanceof DefaultLifecycleProcessor lifecycleProcessor) {
			Duration needed = longest().plus(MARGIN);
			Duration timeout = (needed.compareTo(this.phaseTimeout) > 0) ? needed : this.phaseTimeout;
			lifecycleProcessor.setTimeoutForShutdownPhase(phase, timeout.toMillis());
		}
	}

	private Duration longest() {
		return this.supervisors.all().stream().map(this::of).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
	}

}
