package io.atasker.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.env.Environment;

/**
 * Workers that only show on the instance of a bean, such as one that is declared with the
 * type of an interface. They are registered when all singletons are there, or when their
 * bean is made after that; they are no beans.
 */
final class LateWorkers {

	private static final Logger logger = LoggerFactory.getLogger(LateWorkers.class);

	private final ConfigurableListableBeanFactory beanFactory;

	private final WorkerMethods methods;

	private final WorkerNames names;

	private final Map<String, Class<?>> noticed = new ConcurrentHashMap<>();

	/** Those that are registered, by the name of their bean. */
	private final Map<String, List<WorkerMethod>> known = new ConcurrentHashMap<>();

	private volatile boolean open;

	LateWorkers(ConfigurableListableBeanFactory beanFactory, WorkerMethods methods, Environment environment) {
		this.beanFactory = beanFactory;
		this.methods = methods;
		this.names = new WorkerNames(beanFactory, environment);
	}

	/**
	 * Tells of a bean that has workers.
	 * @param bean the name of the bean
	 * @param type the class of its instance
	 */
	void notice(String bean, Class<?> type) {
		if (this.open) {
			register(bean, type);
		}
		else {
			this.noticed.put(bean, type);
		}
	}

	/**
	 * Registers the workers of all beans that were told of and of those that will be.
	 * @param known the workers that are registered already
	 * @return what was registered
	 */
	List<AssembledWorker> register(List<AssembledWorker> known) {
		known.stream().map(AssembledWorker::declared).forEach((worker) -> {
			this.names.claim(worker.name(), worker.method());
			know(worker.method());
		});
		this.open = true;
		List<AssembledWorker> registered = new ArrayList<>();
		this.noticed.forEach((bean, type) -> registered.addAll(register(bean, type)));
		this.noticed.clear();
		return registered;
	}

	private List<AssembledWorker> register(String bean, Class<?> type) {
		List<AssembledWorker> registered = new ArrayList<>();
		for (WorkerMethod method : this.methods.of(bean, type)) {
			if (!isKnown(method)) {
				requireBean(method);
				ScopeRules.requireSingleton(this.beanFactory, method);
				String name = this.names.nameOf(method);
				if (this.beanFactory.containsLocalBean(WorkerBeanDefinitions.beanName(name))) {
					logger.info("worker '{}' of bean '{}' is not registered, since its bean was replaced", name, bean);
				}
				else {
					registered.add(register(name, method));
				}
			}
		}
		return registered;
	}

	private AssembledWorker register(String name, WorkerMethod method) {
		DeclaredWorker worker = DeclaredWorker.of(name, method);
		know(method);
		logger.info("worker '{}' cannot be injected, since the definition of bean '{}' does not tell its class, {}",
				worker.name(), method.bean(), method.beanClass().getName());
		return this.beanFactory.getBean(WorkerAssembler.class).assemble(worker);
	}

	private void requireBean(WorkerMethod method) {
		if (!this.beanFactory.containsBean(BeanFactoryUtils.transformedBeanName(method.bean()))) {
			throw method.invalid(
					"the bean is part of another one, so it cannot be found when the method shall be called",
					"Make it a bean of its own");
		}
	}

	private void know(WorkerMethod method) {
		this.known.computeIfAbsent(method.bean(), (bean) -> new CopyOnWriteArrayList<>()).add(method);
	}

	private boolean isKnown(WorkerMethod method) {
		return this.known.getOrDefault(method.bean(), List.of()).stream().anyMatch((other) -> isSame(other, method));
	}

	private static boolean isSame(WorkerMethod known, WorkerMethod method) {
		return known.ofClass() == method.ofClass()
				&& (known.ofClass() || BridgeMethodResolver.getMostSpecificMethod(known.method(), method.beanClass())
					.equals(method.method()));
	}

}
