package io.atasker.autoconfigure;

import java.util.function.Consumer;

import io.atasker.annotation.Worker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.WorkerHooks;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Calls the hooks that are beans and mean all workers. The hooks of a worker that is a
 * class itself are not among them: these mean that worker only.
 */
final class GlobalHooks implements WorkerHooks {

	private final LazyBeans<WorkerHooks> hooks;

	GlobalHooks(LazyBeans<WorkerHooks> hooks) {
		this.hooks = hooks;
	}

	/**
	 * Returns whether hooks of a type mean all workers.
	 * @param type the type of a bean
	 * @return whether it is no worker itself
	 */
	static boolean isGlobal(Class<?> type) {
		return !MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(Worker.class);
	}

	@Override
	public void beforeStart(BackgroundWorker worker) {
		this.hooks.get().forEach((hooks) -> hooks.beforeStart(worker));
	}

	@Override
	public void afterStart(BackgroundWorker worker) {
		this.hooks.get().forEach((hooks) -> hooks.afterStart(worker));
	}

	@Override
	public void beforeStop(BackgroundWorker worker) {
		each((hooks) -> hooks.beforeStop(worker));
	}

	@Override
	public void afterStop(BackgroundWorker worker) {
		each((hooks) -> hooks.afterStop(worker));
	}

	@Override
	public void beforeTake(BackgroundWorker worker) {
		each((hooks) -> hooks.beforeTake(worker));
	}

	@Override
	public void afterTake(BackgroundWorker worker, @Nullable Object item) {
		each((hooks) -> hooks.afterTake(worker, item));
	}

	/**
	 * Where an exception changes nothing, it does not keep the other hooks from being
	 * called either.
	 */
	private void each(Consumer<WorkerHooks> call) {
		RuntimeException failure = null;
		for (WorkerHooks hooks : this.hooks.get()) {
			try {
				call.accept(hooks);
			}
			catch (RuntimeException ex) {
				if (failure == null) {
					failure = ex;
				}
				else {
					failure.addSuppressed(ex);
				}
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

}
