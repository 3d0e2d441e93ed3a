package io.atasker.annotation;

import java.util.stream.Stream;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Registers all annotated workers when all singletons are there, those too that nobody
 * asked for, and finds out whether their methods can be called.
 */
final class WorkerInitializer implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final WorkerHandles handles;

	private final WorkerInstances instances;

	private final LateWorkers lateWorkers;

	WorkerInitializer(ConfigurableListableBeanFactory beanFactory, WorkerHandles handles, WorkerInstances instances,
			LateWorkers lateWorkers) {
		this.beanFactory = beanFactory;
		this.handles = handles;
		this.instances = instances;
		this.lateWorkers = lateWorkers;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Stream.of(this.beanFactory.getBeanDefinitionNames())
			.filter(WorkerBeanDefinitions::isWorker)
			.forEach(this.beanFactory::getBean);
		noticeSingletons();
		this.handles.all().forEach(AssembledWorker::verify);
		this.lateWorkers.register(this.handles.all()).forEach(AssembledWorker::verify);
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
