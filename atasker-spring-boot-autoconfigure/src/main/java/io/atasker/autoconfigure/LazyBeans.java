package io.atasker.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * The ordered beans of a type, made when they are first asked for: beans that listen to
 * the engine may need a worker or a supervisor themselves, and these are made first.
 *
 * @param <T> the type
 */
final class LazyBeans<T> {

	private final ListableBeanFactory beans;

	private final Class<T> type;

	private final Predicate<Class<?>> filter;

	private volatile @Nullable List<T> instances;

	LazyBeans(ListableBeanFactory beans, Class<T> type) {
		this(beans, type, (candidate) -> true);
	}

	LazyBeans(ListableBeanFactory beans, Class<T> type, Predicate<Class<?>> filter) {
		this.beans = beans;
		this.type = type;
		this.filter = filter;
	}

	/**
	 * Returns whether there are none, without making any.
	 * @return whether there is no bean definition of the type
	 */
	boolean isEmpty() {
		return Arrays.stream(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, this.type, true, false))
			.map(this.beans::getType)
			.noneMatch((candidate) -> candidate == null || this.filter.test(candidate));
	}

	/**
	 * Returns the beans.
	 * @return the beans in their order
	 */
	List<T> get() {
		List<T> instances = this.instances;
		if (instances == null) {
			instances = this.beans.getBeanProvider(this.type).orderedStream(this.filter).toList();
			this.instances = instances;
		}
		return instances;
	}

}
