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

	/** Of all workers without hooks. */
	private static final HookCalls NONE = new HookCalls(List.of());

	private final List<WorkerHooks> hooks;

	private final boolean any;

	private HookCalls(List<WorkerHooks> hooks) {
		this.hooks = hooks;
		this.any = !hooks.isEmpty();
	}

	/**
	 * Returns the calls of the hooks of a worker.
	 * @param ofAll hooks that see all workers, called first
	 * @param own hooks of this worker
	 * @return the calls
	 */
	static HookCalls of(List<WorkerHooks> ofAll, List<WorkerHooks> own) {
		return (ofAll.isEmpty() && own.isEmpty()) ? NONE
				: new HookCalls(Stream.concat(ofAll.stream(), own.stream()).toList());
	}

	/** Returns why a hook has refused the start, {@code null} if none has. */
	@Nullable WorkerStartException beforeStart(BackgroundWorker worker) {
		return problemOf(worker, "beforeStart", (hook) -> hook.beforeStart(worker));
	}

	/** Returns why a hook has refused the start, {@code null} if none has. */
	@Nullable WorkerStartException afterStart(BackgroundWorker worker) {
		return problemOf(worker, "afterStart", (hook) -> hook.afterStart(worker));
	}

	private @Nullable WorkerStartException problemOf(BackgroundWorker worker, String name, Consumer<WorkerHooks> call) {
		try {
			this.hooks.forEach(call);
			return null;
		}
		catch (Throwable ex) {
			return new WorkerStartException("worker '%s' was not started: its hook %s threw %s".formatted(worker.name(),
					name, ex.getClass().getName() + ": " + ErrorText.message(ex)), ex);
		}
	}

	void beforeStop(BackgroundWorker worker) {
		quietly(worker, "beforeStop", (hook) -> hook.beforeStop(worker));
	}

	void afterStop(BackgroundWorker worker) {
		quietly(worker, "afterStop", (hook) -> hook.afterStop(worker));
	}

	/** Returns whether there are hooks at all. */
	boolean any() {
		return this.any;
	}

	void beforeTake(BackgroundWorker worker) {
		quietly(worker, "beforeTake", (hook) -> hook.beforeTake(worker));
	}

	void afterTake(BackgroundWorker worker, @Nullable Object item) {
		quietly(worker, "afterTake", (hook) -> hook.afterTake(worker, item));
	}

	private void quietly(BackgroundWorker worker, String name, Consumer<WorkerHooks> call) {
		for (WorkerHooks hook : this.hooks) {
			try {
				call.accept(hook);
			}
			catch (Throwable ex) {
				logger.error("Hook {} of worker '{}' failed; the worker is not affected", name, worker.name(),
						ErrorText.loggable(ex));
			}
		}
	}

}
