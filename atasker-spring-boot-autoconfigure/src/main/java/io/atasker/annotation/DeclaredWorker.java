package io.atasker.annotation;

import java.lang.reflect.Modifier;
import java.util.Objects;

import io.atasker.worker.BackgroundAsyncWorker;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.WorkerType;

import org.springframework.core.ResolvableType;

/**
 * All that can be told of a worker before there are beans.
 *
 * @param name its name
 * @param method its method
 * @param type its type
 * @param signature what the method takes and returns
 */
record DeclaredWorker(String name, WorkerMethod method, WorkerType type, WorkerSignature signature) {

	/**
	 * Reads and checks a worker.
	 * @param name its name
	 * @param method its method
	 * @return the worker
	 * @throws InvalidWorkerMethodException if something is wrong with it
	 */
	static DeclaredWorker of(String name, WorkerMethod method) {
		WorkerType type = WorkerRules.check(method);
		WorkerSignature signature = WorkerSignature.of(method, type);
		WorkerRules.checkExecutor(method, signature.kind());
		return new DeclaredWorker(name, method, type, signature);
	}

	/**
	 * Returns whether a child process can run it.
	 * @return whether its method is static, and not asynchronous
	 */
	boolean canRunInProcess() {
		return Modifier.isStatic(this.method.method().getModifiers()) && this.signature.kind() == ExecutorKind.THREAD;
	}

	/**
	 * Returns the type of the handle, with the type of the items.
	 * @return the type
	 */
	ResolvableType handleType() {
		return switch (this.type) {
			case QUEUE -> ResolvableType.forClassWithGenerics(BackgroundQueueWorker.class,
					Objects.requireNonNull(this.signature.itemType()));
			case EVENT -> ResolvableType.forClass(BackgroundEventWorker.class);
			case INTERVAL -> ResolvableType.forClass(BackgroundIntervalWorker.class);
			case BACKGROUND -> ResolvableType.forClass((this.signature.kind() == ExecutorKind.LOOP)
					? BackgroundAsyncWorker.class : BackgroundWorker.class);
		};
	}

}
