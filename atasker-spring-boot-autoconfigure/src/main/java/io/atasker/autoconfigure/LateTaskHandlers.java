package io.atasker.autoconfigure;

import io.atasker.supervisor.LateTask;
import io.atasker.supervisor.LateTaskHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all handlers of late tasks that are beans. What one of them throws does not keep
 * the others from being told.
 */
final class LateTaskHandlers implements LateTaskHandler {

	private static final Logger logger = LoggerFactory.getLogger(LateTaskHandlers.class);

	private final LazyBeans<LateTaskHandler> handlers;

	LateTaskHandlers(LazyBeans<LateTaskHandler> handlers) {
		this.handlers = handlers;
	}

	@Override
	public void warning(LateTask task) {
		this.handlers.get().forEach((handler) -> tell(handler, () -> handler.warning(task)));
	}

	@Override
	public void critical(LateTask task) {
		this.handlers.get().forEach((handler) -> tell(handler, () -> handler.critical(task)));
	}

	private static void tell(LateTaskHandler handler, Runnable call) {
		try {
			call.run();
		}
		catch (RuntimeException | Error ex) {
			logger.warn("Late task handler '{}' failed; the others are told all the same", handler.getClass().getName(),
					ex);
		}
	}

}
