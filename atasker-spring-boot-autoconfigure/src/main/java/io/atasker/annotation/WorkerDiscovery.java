package io.atasker.annotation;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/**
 * Finds the workers in the bean definitions, by their types and without making any bean,
 * and adds a bean definition for each worker. In an application that was processed ahead
 * of time these are there already.
 * <p>
 * It looks twice. The first time is so early that the beans of workers are there when
 * tests replace beans, but too early for placeholders in names and for definitions that
 * others add later, for which it looks again.
 */
final class WorkerDiscovery implements BeanDefinitionRegistryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(WorkerDiscovery.class);

	private final WorkerMethods methods;

	private final WorkerNames names;

	private final Set<String> found = ConcurrentHashMap.newKeySet();

	WorkerDiscovery(WorkerMethods methods, WorkerNames names) {
		this.methods = methods;
		this.names = names;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		WorkerCandidateResolver.install((DefaultListableBeanFactory) registry);
		discover((ConfigurableListableBeanFactory) registry, (method) -> !isNamedByPlaceholder(method));
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		discover(beanFactory, (method) -> true);
	}

	private void discover(ConfigurableListableBeanFactory beanFactory, Predicate<WorkerMethod> now) {
		if (AotDetector.useGeneratedArtifacts()) {
			return;
		}
		for (String bean : beanFactory.getBeanDefinitionNames()) {
			for (WorkerMethod method : find(beanFactory, bean)) {
				if (now.test(method) && this.found.add(bean + " " + method.id())) {
					ScopeRules.requireSingleton(beanFactory, method);
					register(beanFactory, DeclaredWorker.of(this.names.nameOf(method), method));
				}
			}
		}
	}

	private static boolean isNamedByPlaceholder(WorkerMethod method) {
		return method.annotation().getString("name").contains("${");
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
