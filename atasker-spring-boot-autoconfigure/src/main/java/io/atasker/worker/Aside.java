package io.atasker.worker;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs actions of user code that must not hold up who comes across them: a stop, or the
 * timers. They are rare, so each call has a thread of its own. A stop of the worker waits
 * for them as for its executions.
 */
final class Aside {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private Aside() {
	}

	/**
	 * Runs actions on a thread of their own.
	 * @param core the worker, whose life knows that they begin
	 * @param actions the actions
	 */
	static void run(WorkerCore core, List<Runnable> actions) {
		if (actions.isEmpty()) {
			return;
		}
		Runnable work = () -> {
			try {
				runAll(core, actions);
			}
			finally {
				core.life().cycle().asideEnds();
				core.stateMayHaveChanged();
			}
		};
		start(core, "on-stop", work);
	}

	/**
	 * Runs something on a thread of its own, never on a pool that others may occupy; on
	 * the calling thread only if there is no other to be had.
	 * @param core the worker
	 * @param purpose a part of the thread's name
	 * @param work what to run; must not throw
	 */
	static void start(WorkerCore core, String purpose, Runnable work) {
		try {
			Thread thread = new Thread(work,
					"atasker-%s-%s-%s".formatted(core.supervisor().name(), purpose, core.name()));
			thread.setDaemon(true);
			thread.start();
		}
		catch (Throwable ex) {
			logger.warn(
					"There is no thread for the {} actions of worker '{}'; they run on the thread that asks for them",
					purpose, core.name(), ex);
			work.run();
		}
	}

	/** Runs actions right here. */
	static void runAll(WorkerCore core, List<Runnable> actions) {
		for (Runnable action : actions) {
			try {
				action.run();
			}
			catch (Throwable ex) {
				logger.warn("An onStop action of worker '{}' failed", core.name(), ErrorText.loggable(ex));
			}
		}
	}

}
