package io.atasker.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import io.atasker.supervisor.EventLoops;
import io.atasker.supervisor.Supervisor;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes event loops of beans that workers name as theirs.
 */
final class LoopBeans {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Scheduler",
			LoopBeans.class.getClassLoader());

	private final ConfigurableListableBeanFactory beanFactory;

	LoopBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Makes a loop if there is none and a bean that it can be made of.
	 * @param supervisor the name of the supervisor whose loop it is
	 * @param name the name of the loop, or of a bean
	 * @return whether there is a loop now
	 */
	boolean offer(String supervisor, String name) {
		EventLoops loops = loops(supervisor);
		if (loops == null || loops.find(name) != null) {
			return loops != null;
		}
		Executor executor = executor(name);
		if (executor != null) {
			loops.create(name, executor);
		}
		return executor != null;
	}

	/**
	 * Makes sure that there is a loop.
	 * @param supervisor the name of the supervisor whose loop it is
	 * @param name the name of the loop, or of a bean
	 * @param method the worker that names it
	 * @throws InvalidWorkerMethodException if there is neither
	 */
	void require(String supervisor, String name, WorkerMethod method) {
		if (offer(supervisor, name)) {
			return;
		}
		EventLoops loops = loops(supervisor);
		List<String> known = new ArrayList<>((loops != null) ? loops.names() : List.of());
		known.addAll(List.of(this.beanFactory.getBeanNamesForType(Executor.class, false, false)));
		throw method.invalid("loop", name,
				"supervisor '%s' has no such event loop, and there is no Executor or Scheduler bean of that name"
					.formatted(supervisor),
				"Use one of %s, or configure it as %s.loops.%s".formatted(known, properties(supervisor), name));
	}

	private static String properties(String supervisor) {
		return supervisor.equals(Supervisor.DEFAULT_NAME) ? "atasker.supervisor" : "atasker.supervisors." + supervisor;
	}

	private @Nullable EventLoops loops(String supervisor) {
		return this.beanFactory.getBeansOfType(Supervisor.class)
			.values()
			.stream()
			.filter((candidate) -> candidate.name().equals(supervisor))
			.map(Supervisor::loops)
			.findFirst()
			.orElse(null);
	}

	private @Nullable Executor executor(String name) {
		if (!this.beanFactory.containsBean(name)) {
			return null;
		}
		if (this.beanFactory.isTypeMatch(name, Executor.class)) {
			return this.beanFactory.getBean(name, Executor.class);
		}
		return REACTOR ? Schedulers.executor(this.beanFactory, name) : null;
	}

	/**
	 * All that touches Reactor, which need not be there.
	 */
	private static final class Schedulers {

		static @Nullable Executor executor(ConfigurableListableBeanFactory beanFactory, String name) {
			if (!beanFactory.isTypeMatch(name, Scheduler.class)) {
				return null;
			}
			return beanFactory.getBean(name, Scheduler.class)::schedule;
		}

	}

}
