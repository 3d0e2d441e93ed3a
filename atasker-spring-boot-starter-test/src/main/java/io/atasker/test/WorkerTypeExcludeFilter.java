package io.atasker.test;

import java.io.IOException;
import java.util.Set;

import io.atasker.annotation.Worker;

import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/**
 * Lets the component scan of a {@link WorkerTest} find what it names, or else whatever
 * declares workers.
 */
final class WorkerTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<WorkerTest> {

	private final Set<Class<?>> components;

	WorkerTypeExcludeFilter(Class<?> testClass) {
		super(testClass);
		this.components = Set
			.of(getAnnotation().getValue("components", Class[].class).orElseGet(() -> new Class<?>[0]));
	}

	@Override
	protected Set<Class<?>> getComponentIncludes() {
		return this.components;
	}

	@Override
	protected boolean defaultInclude(MetadataReader reader, MetadataReaderFactory factory) throws IOException {
		return super.defaultInclude(reader, factory)
				|| (this.components.isEmpty() && declaresWorkers(reader.getAnnotationMetadata()));
	}

	private static boolean declaresWorkers(AnnotationMetadata type) {
		String worker = Worker.class.getName();
		return type.isAnnotated(worker) || type.hasAnnotatedMethods(worker);
	}

}
