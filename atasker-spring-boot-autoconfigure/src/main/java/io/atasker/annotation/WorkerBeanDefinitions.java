package io.atasker.annotation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.InstanceSupplier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The bean definitions of workers. What they are made of is plain text too, so that code
 * that is generated ahead of time makes the same definitions.
 */
final class WorkerBeanDefinitions {

	/** The name of the {@link WorkerHandles}. */
	static final String FACTORY = "ataskerWorkerHandles";

	private static final String PREFIX = "atasker.worker.";

	private static final String DECLARED = WorkerBeanDefinitions.class.getName() + ".declared";

	private static final Pattern WORD = Pattern.compile("[-_]+(.?)");

	private WorkerBeanDefinitions() {
	}

	/**
	 * Makes a definition.
	 * @param worker the worker
	 * @return its definition
	 */
	static RootBeanDefinition of(DeclaredWorker worker) {
		ResolvableType handle = worker.handleType();
		RootBeanDefinition definition = new RootBeanDefinition(handle.resolve());
		definition.setTargetType(handle);
		definition.setAttribute(DECLARED, worker);
		// Much faster than a factory method that is looked for and called by reflection.
		definition.setInstanceSupplier(InstanceSupplier
			.of((bean) -> bean.getBeanFactory().getBean(FACTORY, WorkerHandles.class).create(worker)));
		definition.setDestroyMethodName("");
		definition.setResourceDescription(worker.method().target());
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, worker.name()));
		return definition;
	}

	/**
	 * Returns what a definition was made of.
	 * @param definition any definition
	 * @return the worker, {@code null} if it is none
	 */
	static @Nullable DeclaredWorker declared(BeanDefinition definition) {
		return (DeclaredWorker) definition.getAttribute(DECLARED);
	}

	/**
	 * Makes a definition out of text, for generated code.
	 * @param bean the name of the bean
	 * @param beanClass the name of its class
	 * @param method what {@link WorkerMethod#id()} was
	 * @param name the name of the worker
	 * @return its definition
	 */
	static RootBeanDefinition of(String bean, String beanClass, String method, String name) {
		Class<?> type = ClassUtils.resolveClassName(beanClass, null);
		return of(DeclaredWorker.of(name, new WorkerMethods().get(bean, type, method)));
	}

	/**
	 * Returns the name of the bean of a worker.
	 * @param name the name of the worker
	 * @return the name of the bean
	 */
	static String beanName(String name) {
		return PREFIX + name;
	}

	/**
	 * Returns the name of the worker of a bean.
	 * @param beanName the name of the bean
	 * @return the name of the worker
	 */
	static String name(String beanName) {
		return beanName.substring(PREFIX.length());
	}

	/**
	 * Returns whether a bean is that of an annotated worker.
	 * @param beanName the name of the bean
	 * @return whether it is
	 */
	static boolean isWorker(String beanName) {
		return beanName.startsWith(PREFIX);
	}

	/**
	 * Returns the name that a parameter may have to be given the worker.
	 * @param name the name of the worker
	 * @return the name in camel case with "Worker" at its end
	 */
	static String alias(String name) {
		Matcher words = WORD.matcher(name);
		return words.replaceAll((word) -> word.group(1).toUpperCase(Locale.ROOT)) + "Worker";
	}

}
