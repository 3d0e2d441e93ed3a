package io.atasker.annotation;

import java.util.Objects;

import io.atasker.worker.BackgroundWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Makes the handle of an annotated worker a bean, and registers the worker when the handle
 * is first asked for. The bean with the method is not needed for that.
 *
 * @param <W> the type of the handle
 */
final class WorkerFactoryBean<W extends BackgroundWorker> implements FactoryBean<W>, BeanFactoryAware {

	private final String bean;

	private final String beanClass;

	private final String method;

	private final String name;

	private @Nullable ConfigurableListableBeanFactory beanFactory;

	private volatile @Nullable DeclaredWorker declared;

	private volatile @Nullable AssembledWorker assembled;

	/**
	 * Makes the factory bean.
	 * @param bean the name of the bean with the method
	 * @param beanClass the name of its class
	 * @param method what {@link WorkerMethod#id()} was
	 * @param name the name of the worker
	 */
	WorkerFactoryBean(String bean, String beanClass, String method, String name) {
		this.bean = bean;
		this.beanClass = beanClass;
		this.method = method;
		this.name = name;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (ConfigurableListableBeanFactory) beanFactory;
	}

	@Override
	@SuppressWarnings("unchecked")
	public W getObject() {
		return (W) assembled().handle();
	}

	@Override
	public @Nullable Class<?> getObjectType() {
		return declared().handleType().resolve();
	}

	/**
	 * Returns what is declared.
	 * @return the declaration
	 */
	DeclaredWorker declared() {
		DeclaredWorker declared = this.declared;
		if (declared == null) {
			WorkerMethods methods = factory().getBean(WorkerMethods.class);
			Class<?> type = ClassUtils.resolveClassName(this.beanClass, factory().getBeanClassLoader());
			declared = DeclaredWorker.of(this.name, methods.get(this.bean, type, this.method));
			this.declared = declared;
		}
		return declared;
	}

	/**
	 * Returns the worker, registering it at first.
	 * @return the worker
	 */
	AssembledWorker assembled() {
		AssembledWorker assembled = this.assembled;
		if (assembled == null) {
			assembled = factory().getBean(WorkerAssembler.class).assemble(declared());
			this.assembled = assembled;
		}
		return assembled;
	}

	private ConfigurableListableBeanFactory factory() {
		return Objects.requireNonNull(this.beanFactory);
	}

}
