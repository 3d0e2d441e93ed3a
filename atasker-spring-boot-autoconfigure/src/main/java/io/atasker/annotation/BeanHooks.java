package io.atasker.annotation;

import java.util.function.Consumer;

import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerHooks;
import org.jspecify.annotations.Nullable;

/**
 * The hooks of an annotated class, which is a bean that is made when it is first needed.
 */
final class BeanHooks implements WorkerHooks {

	private final TargetBean bean;

	BeanHooks(TargetBean bean) {
		this.bean = bean;
	}

	@Override
	public void beforeStart(BackgroundWorker worker) {
		call((hooks) -> hooks.beforeStart(worker));
	}

	@Override
	public void afterStart(BackgroundWorker worker) {
		call((hooks) -> hooks.afterStart(worker));
	}

	@Override
	public void beforeStop(BackgroundWorker worker) {
		call((hooks) -> hooks.beforeStop(worker));
	}

	@Override
	public void afterStop(BackgroundWorker worker) {
		call((hooks) -> hooks.afterStop(worker));
	}

	@Override
	public void beforeTake(BackgroundWorker worker) {
		call((hooks) -> hooks.beforeTake(worker));
	}

	@Override
	public void afterTake(BackgroundWorker worker, @Nullable Object item) {
		call((hooks) -> hooks.afterTake(worker, item));
	}

	private void call(Consumer<WorkerHooks> action) {
		action.accept((WorkerHooks) this.bean.get());
	}

}
