package io.atasker.worker;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

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

	/**
	 * Creates the calls.
	 * @param worker the worker
	 * @param ofAll hooks that see all workers, called first
	 * @param own hooks of this worker
	 */
	HookCalls(BackgroundWorker worker, List<WorkerHooks> ofAll, List<WorkerHooks> own) {
		this.worker = worker;
		this.hooks = Stream.concat(ofAll.stream(), own.stream()).toList();
	}

	/** Returns why a hook has refused the start, {@code null} if none has. */
	@Nullable WorkerStartException beforeStart() {
		return problemOf("beforeStart", (hook) -> hook.beforeStart(this.worker));
	}

	/** Returns why a hook has refused the start, {@code null} if none has. */
	@Nullable WorkerStartException afterStart() {
		return problemOf("afterStart", (hook) -> hook.afterStart(this.worker));
	}

	private @Nullable WorkerStartException problemOf(String name, Consumer<WorkerHooks> call) {
		try {
			this.hooks.forEach(call);
			return null;
		}
		catch (Throwable ex) {
			return new WorkerStartException("worker '%s' was not started: its hook %s threw %s"
				.formatted(this.worker.name(), name, ex.getClass().getName() + ": " + ErrorText.message(ex)), ex);
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
