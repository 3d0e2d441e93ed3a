package io.atasker.annotation;

import java.util.List;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerHooks;

/**
 * Makes the bean of a worker before the worker starts, so that a bean that cannot be made
 * or called stops the start and does not fail each execution.
 *
 * @param methods what the worker calls
 */
record TargetHooks(List<TargetMethod> methods) implements WorkerHooks {

	@Override
	public void beforeStart(BackgroundWorker worker) {
		this.methods.forEach(TargetMethod::prepare);
	}

}
