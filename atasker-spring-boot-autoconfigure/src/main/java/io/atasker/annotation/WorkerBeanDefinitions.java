package io.atasker.annotation;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.ConstructorArgumentValues;
import org.springframework.beans.factory.support.AutowireCandidateQualifier;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * The bean definitions of workers. All that they need is plain text, so that code that is
 * generated ahead of time makes the same definitions.
 */
final class WorkerBeanDefinitions {

	/** The name of the {@link WorkerHandles}. */
	static final String FACTORY = "ataskerWorkerHandles";

	private static final String PREFIX = "atasker.worker.";

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
		definition.setFactoryBeanName(FACTORY);
		definition.setFactoryMethodName("create");
		definition.setDestroyMethodName("");
		definition.setResourceDescription(worker.method().target());
		definition.addQualifier(new AutowireCandidateQualifier(Qualifier.class, worker.name()));
		ConstructorArgumentValues arguments = definition.getConstructorArgumentValues();
		arguments.addIndexedArgumentValue(0, worker.method().bean());
		arguments.addIndexedArgumentValue(1, worker.method().beanClass().getName());
		arguments.addIndexedArgumentValue(2, worker.method().id());
		arguments.addIndexedArgumentValue(3, worker.name());
		return definition;
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
