package io.atasker.annotation;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.stereotype.Component;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Finds the workers of classes, and remembers what it has found: each class is asked for
 * several times, and nearly all have none.
 */
final class WorkerMethods {

	private static final Logger logger = LoggerFactory.getLogger(WorkerMethods.class);

	/** Whether an annotation is, or is composed of, that of workers. */
	private static final ClassValue<Boolean> MAKES_WORKERS = new ClassValue<>() {
		@Override
		protected Boolean computeValue(Class<?> annotation) {
			return annotation == Worker.class || AnnotatedElementUtils.hasAnnotation(annotation, Worker.class);
		}
	};

	private final Map<Class<?>, Map<AnnotatedElement, List<MergedAnnotation<Worker>>>> known = new ConcurrentHashMap<>();

	/**
	 * Returns whether a class has workers.
	 * @param type the class
	 * @return whether it, or one of its methods, is annotated
	 */
	boolean isWithWorkers(Class<?> type) {
		return !find(type).isEmpty();
	}

	/**
	 * Finds the workers of a bean.
	 * @param bean the name of the bean
	 * @param type its class
	 * @return the workers, that of the class first, then by method
	 */
	List<WorkerMethod> of(String bean, Class<?> type) {
		Class<?> beanClass = ClassUtils.getUserClass(type);
		List<WorkerMethod> methods = new ArrayList<>();
		find(beanClass).forEach((element, annotations) -> {
			Method method = (element instanceof Method declared) ? declared : run(bean, beanClass);
			if (annotations.size() > 1) {
				throw new InvalidWorkerMethodException(bean, WorkerMethod.target(beanClass, method), null, null,
						"it is annotated as a worker " + annotations.size() + " times",
						"Keep one of the annotations; one method cannot be two workers");
			}
			methods.add(new WorkerMethod(bean, beanClass, method, annotations.get(0), element == beanClass));
		});
		methods.sort(Comparator.comparing(WorkerMethod::id));
		return requireOneWorkerPerMethod(methods);
	}

	/**
	 * Finds a worker again.
	 * @param bean the name of the bean
	 * @param beanClass its class
	 * @param id what {@link WorkerMethod#id()} was
	 * @return the worker
	 */
	WorkerMethod get(String bean, Class<?> beanClass, String id) {
		return of(bean, beanClass).stream()
			.filter((method) -> method.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(
					"bean '%s' has no worker %s.%s any more, build it anew".formatted(bean, beanClass.getName(), id)));
	}

	private Map<AnnotatedElement, List<MergedAnnotation<Worker>>> find(Class<?> type) {
		Class<?> userClass = ClassUtils.getUserClass(type);
		Map<AnnotatedElement, List<MergedAnnotation<Worker>>> found = this.known.get(userClass);
		if (found == null) {
			found = isCandidate(userClass) ? inspect(userClass) : Map.of();
			this.known.put(userClass, found);
		}
		return found;
	}

	private static Map<AnnotatedElement, List<MergedAnnotation<Worker>>> inspect(Class<?> type) {
		Map<AnnotatedElement, List<MergedAnnotation<Worker>>> found = new LinkedHashMap<>();
		try {
			if (!isWorkerAnywhere(type)) {
				return Map.of();
			}
			List<MergedAnnotation<Worker>> ofClass = annotations(type);
			if (ofClass != null) {
				found.put(type, ofClass);
			}
			found.putAll(MethodIntrospector.selectMethods(type,
					(MetadataLookup<List<MergedAnnotation<Worker>>>) WorkerMethods::annotations));
		}
		catch (Throwable ex) {
			// As for event listeners: a class on which a method cannot be loaded.
			logger.debug("the methods of '{}' cannot be read, so it is not searched for workers", type.getName(), ex);
		}
		return found;
	}

	/** The container's own classes have none, but samples in its packages may. */
	private static boolean isCandidate(Class<?> type) {
		String name = type.getName();
		return AnnotationUtils.isCandidateClass(type, Worker.class) && !name.startsWith("org.springframework.boot.")
				&& (!name.startsWith("org.springframework.")
						|| AnnotatedElementUtils.isAnnotated(type, Component.class));
	}

	/**
	 * Looks quickly, since a thorough look at every bean of an application takes long.
	 */
	private static boolean isWorkerAnywhere(Class<?> type) {
		if (type.getName().startsWith("java.")) {
			return false;
		}
		if (hasWorker(type)) {
			return true;
		}
		for (Method method : ReflectionUtils.getDeclaredMethods(type)) {
			if (hasWorker(method)) {
				return true;
			}
		}
		for (Class<?> inherited : type.getInterfaces()) {
			if (isWorkerAnywhere(inherited)) {
				return true;
			}
		}
		return type.getSuperclass() != null && isWorkerAnywhere(type.getSuperclass());
	}

	private static boolean hasWorker(AnnotatedElement element) {
		for (Annotation annotation : element.getDeclaredAnnotations()) {
			if (MAKES_WORKERS.get(annotation.annotationType())) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Of an element and those that it overrides the nearest one counts.
	 */
	private static @Nullable List<MergedAnnotation<Worker>> annotations(AnnotatedElement element) {
		List<MergedAnnotation<Worker>> all = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
			.stream(Worker.class)
			.toList();
		if (all.isEmpty()) {
			return null;
		}
		int nearest = all.stream().mapToInt(MergedAnnotation::getAggregateIndex).min().getAsInt();
		return all.stream().filter((annotation) -> annotation.getAggregateIndex() == nearest).toList();
	}

	private static Method run(String bean, Class<?> beanClass) {
		Set<Method> candidates = MethodIntrospector.selectMethods(beanClass,
				(Method method) -> method.getName().equals("run"));
		if (candidates.size() != 1) {
			throw new InvalidWorkerMethodException(bean, beanClass.getName(), null, null,
					"the class is annotated as a worker, but has "
							+ (candidates.isEmpty() ? "no method 'run'" : "several methods 'run'"),
					"Give it one method 'run', or annotate the method that shall be executed");
		}
		return candidates.iterator().next();
	}

	private static List<WorkerMethod> requireOneWorkerPerMethod(List<WorkerMethod> methods) {
		for (WorkerMethod ofClass : methods) {
			for (WorkerMethod other : methods) {
				if (ofClass.ofClass() && ofClass != other && ofClass.method().equals(other.method())) {
					throw other.invalid("both the class and its method 'run' are annotated as workers",
							"Keep one of the annotations");
				}
			}
		}
		return methods;
	}

}
