package io.atasker.annotation;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.PriorityOrdered;

/**
 * Notices the beans that have workers when they are made. Comes before the makers of
 * proxies, so that it is not a reason for them to make advisors early.
 */
final class WorkerInstances implements BeanPostProcessor, PriorityOrdered {

	private final WorkerMethods methods;

	private final LateWorkers lateWorkers;

	WorkerInstances(WorkerMethods methods, LateWorkers lateWorkers) {
		this.methods = methods;
		this.lateWorkers = lateWorkers;
	}

	@Override
	public int getOrder() {
		return LOWEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> type = AopProxyUtils.ultimateTargetClass(bean);
		if (this.methods.isWithWorkers(type)
				&& !beanName.endsWith(AutowireCapableBeanFactory.ORIGINAL_INSTANCE_SUFFIX)) {
			this.lateWorkers.notice(nameOf(bean, beanName), type);
		}
		return bean;
	}

	private static String nameOf(Object bean, String beanName) {
		return (bean instanceof FactoryBean) ? BeanFactory.FACTORY_BEAN_PREFIX + beanName : beanName;
	}

}
