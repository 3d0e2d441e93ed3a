package io.atasker.worker;

import java.util.List;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the hooks of one worker.
 */
final class HookCalls {

	private static final Logger logger = LoggerFactory.getLogger(HookCalls.class);

	private final BackgroundWorker worker;

	private final List<WorkerHooks> hooks;

	HookCalls(BackgroundWorker worker, List<WorkerHooks> hooks) {
		this.worker = worker;
		this.hooks = hooks;
	}

	/** Throws what a hook throws. */
	void beforeStart() {
		for (WorkerHooks hook : this.hooks) {
			hook.beforeStart(this.worker);
		}
	}

	/** Throws what a hook throws. */
	void afterStart() {
		for (WorkerHooks hook : this.hooks) {
			hook.afterStart(this.worker);
		}
	}

	void beforeStop() {
		quietly("beforeStop", (hook) -> hook.beforeStop(this.worker));
	}

	void afterStop() {
		quietly("afterStop", (hook) -> hook.afterStop(this.worker));
	}

	void beforeTake() {
		if (!this.hooks.isEmpty()) {
			quietly("beforeTake", (hook) -> hook.beforeTake(this.worker));
		}
	}

	void afterTake(@Nullable Object item) {
		if (!this.hooks.isEmpty()) {
			quietly("afterTake", (hook) -> hook.afterTake(this.worker, item));
		}
	}

	private void quietly(String name, Consumer<WorkerHooks> call) {
		for (WorkerHooks hook : this.hooks) {
			try {
				call.accept(hook);
			}
			catch (Throwable ex) {
				logger.error("Hook {} of worker '{}' failed; the worker is not affected", name, this.worker.name(),
						ErrorText.loggable(ex));
			}
		}
	}

}
