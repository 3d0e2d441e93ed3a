package io.atasker.worker;

import java.util.List;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the error handlers of a worker about its failed executions, or the log where
 * there are none. A burst of failures is logged once with its stack, and then when it has
 * become ten times as long or half a minute has passed. Bursts that follow each other
 * closely, with successes in between, are logged ten times in half a minute at most.
 */
final class Failures {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	private static final long QUIET = 30_000_000_000L;

	private static final int MOST_IN_QUIET = 10;

	private final WorkerCore core;

	private final String worker;

	private final List<WorkerErrorHandler> handlers;

	private final Bursts executions = new Bursts();

	private final Bursts ofHandlers = new Bursts();

	/** Each is told as long as there are few. */
	private final Budget givenUp = new Budget();

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
		long number = this.executions.failed(now);
		if (number > 0) {
			tell(failure, number);
		}
		if (this.handlers.isEmpty()) {
			if (number > 0) {
				log(failure, number);
			}
			else if (failure.item() != null && failure.exhausted() && this.givenUp.isAffordable(now)) {
				logGivenUp(failure);
			}
			return;
		}
		for (WorkerErrorHandler handler : this.handlers) {
			try {
				handler.handle(failure);
			}
			catch (Throwable ex) {
				handlerFailed(ex, now);
			}
		}
	}

	private void handlerFailed(Throwable thrown, long now) {
		long number = this.ofHandlers.failed(now);
		if (number > 0) {
			logger.error("Error handler of worker '{}' failed, for the {}. time; the worker is not affected",
					this.worker, number, ErrorText.loggable(thrown));
		}
	}

	/** An execution has succeeded after failures: the next failure begins a new burst. */
	void recovered() {
		this.executions.over();
		this.ofHandlers.over();
	}

	long inARow() {
		return this.executions.inARow();
	}

	private void tell(WorkerFailure failure, long number) {
		if (!this.core.listeners().isEmpty()) {
			this.core.listeners()
				.happened(new WorkerEvent.Failing(this.worker, this.core.supervisor().name(),
						this.core.time().instant(), failure.context().taskId(), number, failure.exhausted(),
						failure.exception().getClass().getName(), ErrorText.message(failure.exception())));
		}
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
		String item = (failure.item() != null) ? (failure.exhausted()
				? "; its item is given up and goes to the dead letters" : "; its item will be tried again") : "";
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

	/**
	 * An item goes to the dead letters whose failure was not logged as one of a burst.
	 */
	private void logGivenUp(WorkerFailure failure) {
		String id = failure.context().itemId();
		logger.warn("Execution {} of worker '{}' failed in attempt {} with {}: {}; its item{} goes to the dead letters",
				failure.context().taskId(), this.worker, failure.attempt(), failure.exception().getClass().getName(),
				ErrorText.message(failure.exception()), (id != null) ? " '" + ErrorText.clean(id) + "'" : "");
	}

	/** Decides which failures are logged. */
	private static final class Bursts {

		/** How many have failed since the last success. Written under the lock. */
		private volatile long burst;

		@GuardedBy("this")
		private long nextAt;

		@GuardedBy("this")
		private long lastLogged;

		private final Budget budget = new Budget();

		/**
		 * Counts a failure.
		 * @param now the monotonic time
		 * @return its number in the burst if it is to be told, otherwise 0
		 */
		@SuppressWarnings("NonAtomicVolatileUpdate")
		synchronized long failed(long now) {
			long number = ++this.burst;
			boolean due = number == 1 || number >= this.nextAt || now - this.lastLogged >= QUIET;
			if (!due || !this.budget.isAffordable(now)) {
				return 0;
			}
			this.nextAt = number * 10;
			this.lastLogged = now;
			return number;
		}

		long inARow() {
			return this.burst;
		}

		synchronized void over() {
			this.burst = 0;
		}

	}

	/** So many lines in so much time. */
	private static final class Budget {

		@GuardedBy("this")
		private int recently;

		@GuardedBy("this")
		private long since;

		synchronized boolean isAffordable(long now) {
			if (this.recently == 0 || now - this.since >= QUIET) {
				this.recently = 0;
				this.since = now;
			}
			return ++this.recently <= MOST_IN_QUIET;
		}

	}

}
