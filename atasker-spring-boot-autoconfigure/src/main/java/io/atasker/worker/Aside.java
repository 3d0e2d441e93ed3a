package io.atasker.worker;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs foreign code that must not hold up who comes across it: a stop, or the timers. It
 * is seldom called for, so each call has a thread of its own.
 */
final class Aside {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private Aside() {
	}

	static void run(WorkerCore core, Runnable action) {
		try {
			Thread thread = new Thread(action, "atasker-" + core.supervisor().name() + "-aside-" + core.name());
			thread.setDaemon(true);
			thread.start();
		}
		catch (Throwable ex) {
			logger.warn("There is no thread for what worker '{}' has to do aside; it is done right here", core.name(),
					ex);
			action.run();
		}
	}

}
