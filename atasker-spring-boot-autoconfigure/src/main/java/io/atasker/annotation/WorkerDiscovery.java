package io.atasker.annotation;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.core.env.Environment;

/**
 * Finds the workers in the bean definitions, by their types and without making any bean,
 * and adds a bean definition for each worker. In an application that was processed ahead
 * of time these are there already.
 */
final class WorkerDiscovery implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(WorkerDiscovery.class);

	private final WorkerMethods methods;

	private final Environment environment;

	WorkerDiscovery(WorkerMethods methods, Environment environment) {
		this.methods = methods;
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (AotDetector.useGeneratedArtifacts()) {
			return;
		}
		WorkerNames names = new WorkerNames(beanFactory, this.environment);
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			for (WorkerMethod method : find(beanFactory, bean)) {
				ScopeRules.requireSingleton(beanFactory, method);
				register(beanFactory, DeclaredWorker.of(names.nameOf(method), method));
			}
		}
	}

	private List<WorkerMethod> find(ConfigurableListableBeanFactory beanFactory, String bean) {
		if (ScopedProxyUtils.isScopedTarget(bean) || beanFactory.getBeanDefinition(bean).isAbstract()) {
			return List.of();
		}
		Class<?> type = type(beanFactory, bean);
		return (type != null) ? this.methods.of(bean, type) : List.of();
	}

	private static @Nullable Class<?> type(ConfigurableListableBeanFactory beanFactory, String bean) {
		try {
			String target = ScopedProxyUtils.getTargetBeanName(bean);
			String typed = beanFactory.containsBeanDefinition(target) ? target : bean;
			BeanDefinition definition = beanFactory.getMergedBeanDefinition(typed);
			Object original = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
			return (original instanceof Class<?> type) ? type : beanFactory.getType(typed, false);
		}
		catch (Throwable ex) {
			// As for event listeners: whoever needs the bean will be told.
			logger.debug("the type of bean '{}' cannot be told, so it is not searched for workers", bean, ex);
			return null;
		}
	}

	private static void register(ConfigurableListableBeanFactory beanFactory, DeclaredWorker worker) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
		String beanName = WorkerBeanDefinitions.beanName(worker.name());
		if (registry.containsBeanDefinition(beanName)) {
			return;
		}
		registry.registerBeanDefinition(beanName, WorkerBeanDefinitions.of(worker));
		String alias = WorkerBeanDefinitions.alias(worker.name());
		if (!beanFactory.containsLocalBean(alias)) {
			registry.registerAlias(beanName, alias);
		}
	}

}
