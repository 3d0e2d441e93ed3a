package io.atasker.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.atasker.worker.ExecutorKind;
import io.atasker.worker.WorkerType;

import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.Schedules;

/**
 * What may stand together on a worker, as far as it can be told from what is written.
 */
final class WorkerRules {

	private static final Map<Class<? extends Annotation>, String> FOREIGN = Map.of(Scheduled.class,
			"Remove @Scheduled; a worker has a schedule of its own, such as interval or cron", Schedules.class,
			"Remove @Schedules; a worker has a schedule of its own, such as interval or cron", Async.class,
			"Remove @Async; a worker runs in the background by itself and has to know when its method ends", Bean.class,
			"Annotate a method of the bean's class instead of the method that makes the bean");

	private final WorkerMethod method;

	private final WorkerAttributes attributes;

	private WorkerRules(WorkerMethod method) {
		this.method = method;
		this.attributes = WorkerAttributes.asWritten(method);
	}

	/**
	 * Checks a worker.
	 * @param method the worker
	 * @return its type
	 * @throws InvalidWorkerMethodException if something excludes something else
	 */
	static WorkerType check(WorkerMethod method) {
		WorkerRules rules = new WorkerRules(method);
		rules.refuseForeignAnnotations();
		WorkerType type = rules.type();
		rules.refuseStrangers(type);
		return type;
	}

	private WorkerType type() {
		List<WorkerFamily> claims = new ArrayList<>();
		for (WorkerFamily family : WorkerFamily.values()) {
			if (!family.makers(this.attributes).isEmpty()) {
				claims.add(family);
			}
		}
		if (claims.size() > 1) {
			throw exclusive(claims.get(0), claims.get(1));
		}
		return claims.isEmpty() ? WorkerType.BACKGROUND : claims.get(0).type();
	}

	private InvalidWorkerMethodException exclusive(WorkerFamily first, WorkerFamily second) {
		String one = first.makers(this.attributes).get(0);
		String other = second.makers(this.attributes).get(0);
		return this.method.invalid(other, other.startsWith("@") ? null : this.attributes.written(other),
				"it makes %s, but %s makes %s; these exclude each other: %s".formatted(second.noun(), one, first.noun(),
						WorkerFamily.exclusiveSets()),
				"Leave out " + one + " or " + other);
	}

	private void refuseStrangers(WorkerType type) {
		for (WorkerFamily family : WorkerFamily.values()) {
			for (String attribute : family.dependents(this.attributes)) {
				if (family.type() != type) {
					throw this.attributes.invalid(attribute, "only " + family.noun() + " has it",
							"Leave it out, or use " + family.label());
				}
			}
		}
		if (type == WorkerType.EVENT && this.attributes.isSet("concurrency")) {
			throw this.attributes.invalid("concurrency", "the runs of an event worker never overlap", "Leave it out");
		}
		if (this.attributes.isSet("zone") && !this.attributes.isSet("cron")) {
			throw this.attributes.invalid("zone", "only a cron expression has a zone", "Leave it out, or set cron");
		}
	}

	/**
	 * Checks where a worker runs.
	 * @param method the worker
	 * @param kind how its method can be run
	 * @throws InvalidWorkerMethodException if it cannot run there
	 */
	static void checkExecutor(WorkerMethod method, ExecutorKind kind) {
		WorkerAttributes attributes = WorkerAttributes.asWritten(method);
		ExecutorChoice choice = attributes.constant("executor", ExecutorChoice.class);
		if (choice == ExecutorChoice.PROCESS) {
			boolean isStatic = Modifier.isStatic(method.method().getModifiers());
			if (!isStatic || kind == ExecutorKind.LOOP) {
				throw attributes.invalid("executor",
						isStatic ? "an asynchronous method cannot run in a child process"
								: "only a static method can run in a child process",
						isStatic ? "Leave it out, or wait for the result in the method and return that"
								: "Make the method static, or leave the attribute out");
			}
		}
		if (choice == ExecutorChoice.THREAD && kind == ExecutorKind.LOOP) {
			throw attributes.invalid("executor", "an asynchronous method runs on an event loop",
					"Leave it out, or wait for the result in the method and return that");
		}
		if (attributes.isSet("loop") && kind != ExecutorKind.LOOP) {
			throw attributes.invalid("loop", "only an asynchronous method runs on an event loop",
					"Leave it out, or return a CompletionStage or a reactive type");
		}
	}

	private void refuseForeignAnnotations() {
		FOREIGN.forEach((annotation, remedy) -> {
			if (isPresent(this.method.method(), annotation)
					|| annotation == Async.class && isPresent(this.method.beanClass(), annotation)) {
				throw this.method.invalid("it is annotated with @" + annotation.getSimpleName() + " too", remedy);
			}
		});
	}

	private static boolean isPresent(AnnotatedElement element, Class<? extends Annotation> annotation) {
		return AnnotatedElementUtils.hasAnnotation(element, annotation);
	}

}
