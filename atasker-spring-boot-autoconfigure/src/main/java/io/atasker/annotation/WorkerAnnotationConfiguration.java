package io.atasker.annotation;

import io.atasker.worker.Workers;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Makes workers of the methods and classes that are annotated with {@link Worker}. Needs
 * a bean of type {@link Workers}, which it asks for when the first worker is asked for,
 * and beans for its supervisors.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class WorkerAnnotationConfiguration {

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WorkerMethods ataskerWorkerMethods() {
		return new WorkerMethods();
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WorkerDiscovery ataskerWorkerDiscovery(WorkerMethods methods, ConfigurableListableBeanFactory beanFactory,
			Environment environment) {
		return new WorkerDiscovery(methods, new WorkerNames(beanFactory, environment));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static LateWorkers ataskerLateWorkers(ConfigurableListableBeanFactory beanFactory, WorkerMethods methods,
			Environment environment) {
		return new LateWorkers(beanFactory, methods, environment);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WorkerInstances ataskerWorkerInstances(WorkerMethods methods, LateWorkers lateWorkers) {
		return new WorkerInstances(methods, lateWorkers);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WorkerInitializer ataskerWorkerInitializer(ConfigurableListableBeanFactory beanFactory,
			WorkerHandles handles, WorkerInstances instances, LateWorkers lateWorkers) {
		return new WorkerInitializer(beanFactory, handles, instances, lateWorkers);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WorkerAssembler ataskerWorkerAssembler(ConfigurableApplicationContext context) {
		return new WorkerAssembler(context);
	}

	@Bean(WorkerBeanDefinitions.FACTORY)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WorkerHandles ataskerWorkerHandles(WorkerAssembler assembler) {
		return new WorkerHandles(assembler);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static WorkerLazyInitializationExcludeFilter ataskerWorkerLazyInitializationExcludeFilter(WorkerMethods methods) {
		return new WorkerLazyInitializationExcludeFilter(methods);
	}

}
