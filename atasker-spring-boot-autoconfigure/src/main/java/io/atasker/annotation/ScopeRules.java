package io.atasker.annotation;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Which beans may have workers: those that there is one of, for as long as the
 * application lives.
 */
final class ScopeRules {

	private ScopeRules() {
	}

	/**
	 * Refuses a worker of a bean that is no singleton.
	 * @param beanFactory knows the bean
	 * @param method the worker
	 * @throws InvalidWorkerMethodException if the bean is no singleton
	 */
	static void requireSingleton(ConfigurableListableBeanFactory beanFactory, WorkerMethod method) {
		String target = ScopedProxyUtils.getTargetBeanName(method.bean());
		String scoped = beanFactory.containsBeanDefinition(target) ? target : method.bean();
		if (!beanFactory.containsBeanDefinition(scoped)) {
			return;
		}
		BeanDefinition definition = beanFactory.getMergedBeanDefinition(scoped);
		if (!definition.isSingleton()) {
			throw method.invalid(
					"the bean has the scope '" + definition.getScope()
							+ "', so there is no telling which instance to call, or for how long",
					"Move the method to a singleton bean that asks for what it needs with an ObjectProvider, "
							+ "or make workers at run time with Workers.define");
		}
	}

}
