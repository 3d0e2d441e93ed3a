package io.atasker.annotation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.atasker.worker.WorkerName;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Names workers, each name once. Safe from any thread.
 */
final class WorkerNames {

	private static final String RULE = "letters, digits, '-' and '_', at most 60, beginning with a letter or digit";

	private final ConfigurableBeanFactory beanFactory;

	private final Environment environment;

	private final ConfigurableBeanFactory usable;

	private final Map<String, WorkerMethod> taken = new ConcurrentHashMap<>();

	WorkerNames(ConfigurableBeanFactory beanFactory, Environment environment) {
		this.beanFactory = beanFactory;
		this.environment = environment;
		this.usable = TextResolver.beansForNames(environment);
	}

	/**
	 * Names a worker.
	 * @param method its method
	 * @return the name
	 * @throws InvalidWorkerMethodException if the name is not legal or taken
	 */
	String nameOf(WorkerMethod method) {
		String name = name(method);
		claim(name, method);
		return name;
	}

	/**
	 * Takes a name.
	 * @param name the name
	 * @param method the worker that has it
	 * @throws InvalidWorkerMethodException if the name is taken
	 */
	void claim(String name, WorkerMethod method) {
		WorkerMethod other = this.taken.putIfAbsent(WorkerName.uniform(name), method);
		if (other != null) {
			throw method.invalid("name", name, "bean '%s', %s has that name already; case and punctuation do not count"
				.formatted(other.bean(), other.target()), remedy(method, other));
		}
	}

	private static String remedy(WorkerMethod method, WorkerMethod other) {
		return method.method().equals(other.method())
				? "It is the same method of two beans: name it after its bean, as in name = \"#{beanName}-%s\""
					.formatted(method.method().getName())
				: "Give one of them another name";
	}

	private String name(WorkerMethod method) {
		WorkerAttributes attributes = WorkerAttributes.resolved(method,
				TextResolver.forNames(this.beanFactory, this.environment, this.usable, method.bean()));
		String name = attributes.text("name");
		if (name != null) {
			return requireLegal(name, () -> attributes.invalid("name", "it is no name of a worker", "Use " + RULE));
		}
		String source = method.ofClass() ? "bean" : "method";
		String fallback = method.ofClass() ? method.bean() : method.method().getName();
		return requireLegal(fallback,
				() -> method.invalid("name", null,
						"it is unset, and the name of the %s, '%s', is no name of a worker".formatted(source, fallback),
						"Set it, using " + RULE));
	}

	private static String requireLegal(String name, Supplier<InvalidWorkerMethodException> otherwise) {
		if (!WorkerName.isLegal(name)) {
			throw otherwise.get();
		}
		return name;
	}

}
