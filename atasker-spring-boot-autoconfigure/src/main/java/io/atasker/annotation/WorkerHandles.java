package io.atasker.annotation;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.atasker.worker.BackgroundWorker;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Makes the handles of annotated workers, which are beans, by registering the workers.
 * The beans with the methods are not needed for that.
 */
final class WorkerHandles {

	private final WorkerAssembler assembler;

	private final @Nullable ClassLoader classLoader;

	private final List<AssembledWorker> all = new CopyOnWriteArrayList<>();

	WorkerHandles(WorkerAssembler assembler, @Nullable ClassLoader classLoader) {
		this.assembler = assembler;
		this.classLoader = classLoader;
	}

	/**
	 * Makes a handle; the factory method of the bean definitions.
	 * @param bean the name of the bean with the method
	 * @param beanClass the name of its class
	 * @param method what {@link WorkerMethod#id()} was
	 * @param name the name of the worker
	 * @return the handle
	 */
	BackgroundWorker create(String bean, String beanClass, String method, String name) {
		Class<?> type = ClassUtils.resolveClassName(beanClass, this.classLoader);
		WorkerMethod found = new WorkerMethods().get(bean, type, method);
		AssembledWorker worker = this.assembler.assemble(DeclaredWorker.of(name, found));
		this.all.add(worker);
		return worker.handle();
	}

	/**
	 * Returns what was made.
	 * @return the workers
	 */
	List<AssembledWorker> all() {
		return this.all;
	}

}
