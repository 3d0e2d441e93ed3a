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

	private final WorkerCore core;

	private final String worker;

	private final List<WorkerErrorHandler> handlers;

	/** How many have failed since the last success. Written under the lock. */
	private volatile long burst;

	@GuardedBy("this")
	private long nextAt;

	@GuardedBy("this")
	private long lastLogged;

	Failures(WorkerCore core, List<WorkerErrorHandler> handlers) {
		this.core = core;
		this.worker = core.name();
		this.handlers = handlers;
	}

	/**
	 * Handles a failure.
	 * @param failure what happened
	 * @param now the monotonic time
	 */
	void handle(WorkerFailure failure, long now) {
		long number = count(now);
		if (number > 0 && this.handlers.isEmpty()) {
			log(failure, number);
		}
		if (number > 0 && !this.core.listeners().isEmpty()) {
			this.core.listeners()
				.happened(new WorkerEvent.Failing(this.worker, this.core.supervisor().name(),
						this.core.time().instant(), failure.context().taskId(), number, failure.exhausted(),
						failure.exception().getClass().getName(), ErrorText.message(failure.exception())));
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

	long inARow() {
		return this.burst;
	}

	/** Returns how many have failed in a row, 0 if it need not be told. */
	@SuppressWarnings("NonAtomicVolatileUpdate")
	private synchronized long count(long now) {
		long number = ++this.burst;
		if (number != 1 && number < this.nextAt && now - this.lastLogged < QUIET) {
			return 0;
		}
		this.nextAt = number * 10;
		this.lastLogged = now;
		return number;
	}

	private void log(WorkerFailure failure, long number) {
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
