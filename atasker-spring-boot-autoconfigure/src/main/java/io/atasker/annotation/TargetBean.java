package io.atasker.annotation;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * A bean with workers, which is made when it is first needed.
 */
final class TargetBean {

	private final ConfigurableListableBeanFactory beanFactory;

	private final String name;

	private volatile @Nullable Object instance;

	TargetBean(ConfigurableListableBeanFactory beanFactory, String name) {
		this.beanFactory = beanFactory;
		this.name = name;
	}

	/**
	 * Returns the bean, with its proxy if it has one.
	 * @return the bean
	 */
	Object get() {
		Object instance = this.instance;
		if (instance == null) {
			instance = this.beanFactory.getBean(this.name);
			this.instance = instance;
		}
		return instance;
	}

	/**
	 * Returns whether the bean is there.
	 * @return whether it was made, as far as is known
	 */
	boolean isMade() {
		return this.instance != null || this.beanFactory.containsSingleton(this.name);
	}

	/**
	 * Returns whether the bean is being made by the current thread, so that it cannot be
	 * had yet.
	 * @return whether it is
	 */
	boolean isInCreation() {
		return this.instance == null && this.beanFactory.isCurrentlyInCreation(this.name);
	}

}
