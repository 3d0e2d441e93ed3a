package io.atasker.annotation;

import java.util.List;

import io.atasker.worker.BackgroundWorker;

/**
 * An annotated worker that was registered.
 *
 * @param declared what is declared
 * @param handle its handle
 * @param methods what it calls
 */
record AssembledWorker(DeclaredWorker declared, BackgroundWorker handle, List<TargetMethod> methods) {

	/**
	 * Finds out whether its methods can be called, if their bean is there.
	 * @throws InvalidWorkerMethodException if one cannot
	 */
	void verify() {
		this.methods.forEach(TargetMethod::verify);
	}

}
