package io.atasker.annotation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Registers all annotated workers when all singletons are there, those too that nobody
 * asked for, and finds out whether their methods can be called.
 */
final class WorkerInitializer implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final WorkerInstances instances;

	private final LateWorkers lateWorkers;

	WorkerInitializer(ConfigurableListableBeanFactory beanFactory, WorkerInstances instances,
			LateWorkers lateWorkers) {
		this.beanFactory = beanFactory;
		this.instances = instances;
		this.lateWorkers = lateWorkers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<DeclaredWorker> declared = new ArrayList<>();
		List<AssembledWorker> assembled = new ArrayList<>();
		factories().forEach((factory) -> {
			declared.add(factory.declared());
			assembled.add(factory.assembled());
		});
		noticeSingletons();
		assembled.addAll(this.lateWorkers.register(declared));
		assembled.forEach(AssembledWorker::verify);
	}

	private Stream<WorkerFactoryBean<?>> factories() {
		return Stream.of(this.beanFactory.getBeanDefinitionNames())
			.filter(WorkerBeanDefinitions::isWorker)
			.map((name) -> {
				this.beanFactory.getBean(name);
				return (WorkerFactoryBean<?>) this.beanFactory.getBean(BeanFactory.FACTORY_BEAN_PREFIX + name);
			});
	}

	/**
	 * Singletons that were registered as such, or made before anybody watched.
	 */
	private void noticeSingletons() {
		for (String name : this.beanFactory.getSingletonNames()) {
			Object singleton = this.beanFactory.getSingleton(name);
			if (singleton != null) {
				this.instances.postProcessAfterInitialization(singleton, name);
			}
		}
	}

}
