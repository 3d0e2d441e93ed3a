package io.atasker.worker;

import java.util.List;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the error handlers of a worker about its failed executions, or the log where
 * there are none. A burst of failures is logged once with its stack, and then when it has
 * become ten times as long or half a minute has passed.
 */
final class Failures {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private static final long QUIET = 30_000_000_000L;

	private final String worker;

	private final List<WorkerErrorHandler> handlers;

	@GuardedBy("this")
	private long burst;

	@GuardedBy("this")
	private long nextAt;

	@GuardedBy("this")
	private long lastLogged;

	Failures(String worker, List<WorkerErrorHandler> handlers) {
		this.worker = worker;
		this.handlers = handlers;
	}

	/**
	 * Handles a failure.
	 * @param failure what happened
	 * @param now the monotonic time
	 */
	void handle(WorkerFailure failure, long now) {
		if (this.handlers.isEmpty()) {
			log(failure, now);
			return;
		}
		for (WorkerErrorHandler handler : this.handlers) {
			try {
				handler.handle(failure);
			}
			catch (Throwable ex) {
				logger.error("Error handler of worker '{}' failed; the worker is not affected", this.worker,
						ErrorText.loggable(ex));
			}
		}
	}

	/** An execution has succeeded after failures: the next failure begins a new burst. */
	synchronized void recovered() {
		this.burst = 0;
	}

	private void log(WorkerFailure failure, long now) {
		long number;
		synchronized (this) {
			number = ++this.burst;
			boolean due = number == 1 || number >= this.nextAt || now - this.lastLogged >= QUIET;
			if (!due) {
				return;
			}
			this.nextAt = number * 10;
			this.lastLogged = now;
		}
		try {
			report(failure, number);
		}
		catch (Throwable ex) {
			logger.error("Execution {} of worker '{}' failed with {}, which cannot be logged",
					failure.context().taskId(), this.worker, failure.exception().getClass().getName());
		}
	}

	private void report(WorkerFailure failure, long number) {
		String item = (failure.item() != null)
				? (failure.exhausted() ? "; its item is not tried again" : "; its item will be tried again") : "";
		if (number == 1) {
			logger.error("Execution {} of worker '{}' failed{}", failure.context().taskId(), this.worker, item,
					ErrorText.loggable(failure.exception()));
		}
		else {
			logger.error(
					"Worker '{}' keeps failing, {} executions since the last success; the last one, {}, with {}: {}",
					this.worker, number, failure.context().taskId(), failure.exception().getClass().getName(),
					ErrorText.message(failure.exception()));
		}
	}

}
