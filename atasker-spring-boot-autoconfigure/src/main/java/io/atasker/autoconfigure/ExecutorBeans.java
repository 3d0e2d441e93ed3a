package io.atasker.autoconfigure;

import java.util.concurrent.Executor;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Beans that event loops are made of: an Executor, or a Scheduler of Reactor.
 */
final class ExecutorBeans implements Function<String, @Nullable Executor> {

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.scheduler.Scheduler",
			ExecutorBeans.class.getClassLoader());

	private final BeanFactory beans;

	ExecutorBeans(BeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Finds one by its name.
	 * @param name the name
	 * @return the executor, or {@code null} if there is no bean of that name and kind
	 */
	@Override
	public @Nullable Executor apply(String name) {
		if (!this.beans.containsBean(name)) {
			return null;
		}
		if (this.beans.isTypeMatch(name, Executor.class)) {
			return this.beans.getBean(name, Executor.class);
		}
		return REACTOR ? Schedulers.executor(this.beans, name) : null;
	}

	/**
	 * All that touches Reactor, which need not be there.
	 */
	private static final class Schedulers {

		static @Nullable Executor executor(BeanFactory beans, String name) {
			return beans.isTypeMatch(name, Scheduler.class) ? beans.getBean(name, Scheduler.class)::schedule : null;
		}

	}

}
