package io.atasker.annotation;

import java.lang.reflect.Field;

import io.atasker.worker.BackgroundWorker;

import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.beans.factory.support.AutowireCandidateResolver;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.MethodParameter;

/**
 * Injects the worker that a parameter or field is named after where several have its
 * type. The name of a bean, which Spring compares, is not that of the worker: other beans
 * may have that, such as the one with the worker's method.
 */
final class WorkerCandidateResolver extends ContextAnnotationAutowireCandidateResolver {

	/**
	 * Makes a bean factory look for workers so, unless somebody else has changed how it
	 * looks for candidates.
	 * @param beanFactory the bean factory
	 */
	static void install(DefaultListableBeanFactory beanFactory) {
		AutowireCandidateResolver present = beanFactory.getAutowireCandidateResolver();
		if (present.getClass() == ContextAnnotationAutowireCandidateResolver.class) {
			beanFactory.setAutowireCandidateResolver(new WorkerCandidateResolver());
		}
	}

	@Override
	public boolean isAutowireCandidate(BeanDefinitionHolder holder, DependencyDescriptor descriptor) {
		return super.isAutowireCandidate(holder, descriptor) && !isOutnamed(holder, descriptor);
	}

	private boolean isOutnamed(BeanDefinitionHolder holder, DependencyDescriptor descriptor) {
		String name = descriptor.getDependencyName();
		if (name == null || !isForOne(descriptor) || isChosenBySpring(holder, name)) {
			return false;
		}
		String worker = WorkerBeanDefinitions.beanName(name);
		return !worker.equals(holder.getBeanName()) && getBeanFactory() instanceof ConfigurableListableBeanFactory beans
				&& beans.containsBean(worker) && beans.isTypeMatch(worker, descriptor.getResolvableType())
				&& beans.isAutowireCandidate(worker, descriptor);
	}

	/**
	 * Returns whether a bean that is no annotated worker wins by the rules of all beans.
	 */
	private static boolean isChosenBySpring(BeanDefinitionHolder holder, String name) {
		return !WorkerBeanDefinitions.isWorker(holder.getBeanName())
				&& (holder.matchesName(name) || holder.getBeanDefinition().isPrimary());
	}

	/**
	 * Returns whether a worker is asked for, and not a list of them.
	 */
	private static boolean isForOne(DependencyDescriptor descriptor) {
		MethodParameter parameter = descriptor.getMethodParameter();
		Field field = descriptor.getField();
		return (parameter != null) ? isWorker(parameter.getParameterType())
				: field != null && isWorker(field.getType());
	}

	private static boolean isWorker(Class<?> type) {
		return BackgroundWorker.class.isAssignableFrom(type);
	}

}
