package io.atasker.annotation;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.LazyInitializationExcludeFilter;

/**
 * Has beans with workers made at startup although the application is initialised lazily,
 * as Spring Boot does for scheduled methods: what is wrong with them shows then.
 */
final class WorkerLazyInitializationExcludeFilter implements LazyInitializationExcludeFilter {

	private final WorkerMethods methods;

	WorkerLazyInitializationExcludeFilter(WorkerMethods methods) {
		this.methods = methods;
	}

	@Override
	public boolean isExcluded(String beanName, BeanDefinition beanDefinition, Class<?> beanType) {
		return this.methods.isWithWorkers(beanType);
	}

}
