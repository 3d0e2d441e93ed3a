package io.atasker.annotation;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.atasker.worker.BackgroundWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.Order;

/**
 * Reports a worker that cannot be injected since there is none of its type, or more than
 * one, with those that there are. Comes before the report of Spring Boot, which leaves
 * out the type of the items and advises to define a bean.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingWorkerFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String ACTION = "Correct the type, the type of the items or the qualifier. "
			+ "A worker of a bean that is declared by an interface only cannot be injected: declare the bean with its class. "
			+ "Workers that are made at run time are found with Workers.";

	private final @Nullable ConfigurableListableBeanFactory beanFactory;

	MissingWorkerFailureAnalyzer(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableListableBeanFactory listable) ? listable : null;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		ResolvableType wanted = cause.getResolvableType();
		if (this.beanFactory == null || wanted == null || !BackgroundWorker.class.isAssignableFrom(wanted.toClass())) {
			return null;
		}
		if (cause instanceof NoUniqueBeanDefinitionException several) {
			return ambiguous(this.beanFactory, (description != null) ? description : "A bean", wanted, several);
		}
		String problem = "%s needs a worker of type %s%s, and there is none."
			.formatted((description != null) ? description : "A bean", text(wanted), qualifier(rootFailure));
		return new FailureAnalysis(problem + "%n%n%s".formatted(known(this.beanFactory)), ACTION, cause);
	}

	private static @Nullable FailureAnalysis ambiguous(ConfigurableListableBeanFactory beanFactory, String description,
			ResolvableType wanted, NoUniqueBeanDefinitionException cause) {
		Collection<String> found = cause.getBeanNamesFound();
		String first = (found != null) ? found.stream().filter(WorkerBeanDefinitions::isWorker).findFirst().orElse(null)
				: null;
		if (found == null || first == null) {
			return null;
		}
		String candidates = found.stream()
			.filter(beanFactory::containsBeanDefinition)
			.map((name) -> describe(name, beanFactory.getMergedBeanDefinition(name)))
			.collect(Collectors.joining());
		String name = WorkerBeanDefinitions.name(first);
		return new FailureAnalysis(
				"%s needs a worker of type %s, and there are %d:%n%n%s".formatted(description, text(wanted),
						found.size(), candidates),
				"Say which one: name the parameter after it, such as '%s', or add @Qualifier(\"%s\")."
					.formatted(parameter(name), name),
				cause);
	}

	/**
	 * A name that a parameter may have to be given a worker.
	 */
	private static String parameter(String name) {
		return name.matches("[A-Za-z]\\w*") ? name : WorkerBeanDefinitions.alias(name);
	}

	private static String known(ConfigurableListableBeanFactory beanFactory) {
		String known = Stream.of(beanFactory.getBeanDefinitionNames())
			.filter(WorkerBeanDefinitions::isWorker)
			.map((name) -> describe(name, beanFactory.getMergedBeanDefinition(name)))
			.collect(Collectors.joining());
		return known.isEmpty() ? "No workers can be injected."
				: "These workers can be injected:%n%n%s".formatted(known);
	}

	private static String describe(String beanName, BeanDefinition definition) {
		return "    %s: %s, of %s%n".formatted(WorkerBeanDefinitions.name(beanName),
				text(definition.getResolvableType()), definition.getResourceDescription());
	}

	private static String qualifier(Throwable failure) {
		Throwable cause = failure;
		String qualifier = "";
		while (cause != null) {
			if (cause instanceof UnsatisfiedDependencyException unsatisfied
					&& unsatisfied.getInjectionPoint() != null) {
				qualifier = Arrays.stream(unsatisfied.getInjectionPoint().getAnnotations())
					.filter(Qualifier.class::isInstance)
					.map((annotation) -> " with the qualifier '%s'".formatted(((Qualifier) annotation).value()))
					.findFirst()
					.orElse("");
			}
			cause = cause.getCause();
		}
		return qualifier;
	}

	/**
	 * A type without packages.
	 */
	private static String text(ResolvableType type) {
		return type.toString().replaceAll("\\b(?:[a-z_]\\w*\\.)+", "");
	}

}
