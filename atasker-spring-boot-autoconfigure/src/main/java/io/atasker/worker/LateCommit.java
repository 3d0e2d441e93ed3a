package io.atasker.worker;

import io.atasker.supervisor.SupervisorState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether what was promised in a transaction can still come about after its commit.
 * Whoever has put or triggered was answered long ago, so it can only be logged.
 */
final class LateCommit {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private LateCommit() {
	}

	/**
	 * Looks after a commit.
	 * @param core the worker
	 * @param what what has happened in the transaction
	 */
	static void look(WorkerCore core, String what) {
		if (core.life().isRemoved()) {
			logger.warn("Worker '{}' was removed before the transaction was committed in which {}; that is lost",
					core.name(), what);
		}
		else if (core.supervisor().state() == SupervisorState.STOPPED && !core.life().isReceiving()) {
			logger.warn(
					"Supervisor '{}' was stopped before the transaction was committed in which {} for worker '{}'; that waits for its next start, and is lost without one",
					core.supervisor().name(), what, core.name());
		}
		else if (core.source() instanceof Triggered && !core.life().isDesired()
				&& !core.life().isAwaitingFirstStart()) {
			logger.warn("Worker '{}' was stopped before the transaction was committed in which {}", core.name(), what);
		}
	}

}
