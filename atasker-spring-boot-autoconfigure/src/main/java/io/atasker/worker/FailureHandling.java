package io.atasker.worker;

import java.util.List;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells the error handlers of a worker about its failed executions, or the log where
 * there are none. A burst of failures is logged once with its stack, and then when it has
 * become ten times as long or half a minute has passed. Of an item that will be tried
 * again there is a warning without a stack. Bursts that follow each other closely, with
 * successes in between, are logged ten times in half a minute at most.
 */
final class FailureHandling {

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

	FailureHandling(WorkerCore core, List<WorkerErrorHandler> handlers) {
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
		Due due = this.executions.failed(now, failure.exhausted());
		if (due.isDue()) {
			tell(failure, due.number());
		}
		if (this.handlers.isEmpty()) {
			if (due.isDue()) {
				log(failure, due);
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
		Due due = this.ofHandlers.failed(now, true);
		if (due.isDue()) {
			logger.error("Error handler of worker '{}' failed, for the {}. time; the worker is not affected",
					this.worker, due.number(), ErrorText.loggable(thrown));
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

	private void log(WorkerFailure failure, Due due) {
		try {
			if (due.isFirstLoss()) {
				logWithStack(failure);
			}
			else if (due.number() == 1) {
				logFirstAttempt(failure);
			}
			else {
				logBurst(failure, due.number());
			}
		}
		catch (Throwable ex) {
			logger.error("Execution {} of worker '{}' failed with {}, which cannot be logged",
					failure.context().taskId(), this.worker, failure.exception().getClass().getName());
		}
	}

	private void logWithStack(WorkerFailure failure) {
		logger.error("Execution {} of worker '{}' failed{}", failure.context().taskId(), this.worker,
				(failure.item() != null) ? "; its item is given up and goes to the dead letters" : "",
				ErrorText.loggable(failure.exception()));
	}

	private void logFirstAttempt(WorkerFailure failure) {
		logger.warn("Execution {} of worker '{}' failed in attempt {} with {}: {}; its item will be tried again",
				failure.context().taskId(), this.worker, failure.attempt(), failure.exception().getClass().getName(),
				ErrorText.message(failure.exception()));
	}

	private void logBurst(WorkerFailure failure, long number) {
		logger.atLevel(failure.exhausted() ? Level.ERROR : Level.WARN)
			.log("Worker '{}' keeps failing, {} executions since the last success; the last one, {}, with {}: {}",
					this.worker, number, failure.context().taskId(), failure.exception().getClass().getName(),
					ErrorText.message(failure.exception()));
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

	/**
	 * What is to be told of a failure.
	 *
	 * @param number its number in the burst, 0 if nothing is to be told
	 * @param isFirstLoss whether it is the first of the burst that is not made good by
	 * another attempt
	 */
	private record Due(long number, boolean isFirstLoss) {

		static final Due NOT = new Due(0, false);

		boolean isDue() {
			return this.number > 0;
		}

	}

	/** Decides which failures are logged. */
	private static final class Bursts {

		/** How many have failed since the last success. Written under the lock. */
		private volatile long burst;

		@GuardedBy("this")
		private boolean loss;

		@GuardedBy("this")
		private long nextAt;

		@GuardedBy("this")
		private long lastLogged;

		private final Budget budget = new Budget();

		/**
		 * Counts a failure.
		 * @param now the monotonic time
		 * @param isLoss whether there is no other attempt
		 * @return what is to be told
		 */
		@SuppressWarnings("NonAtomicVolatileUpdate")
		synchronized Due failed(long now, boolean isLoss) {
			long number = ++this.burst;
			boolean firstLoss = isLoss && !this.loss;
			boolean longer = number == 1 || number >= this.nextAt;
			if (!(firstLoss || longer || now - this.lastLogged >= QUIET) || !this.budget.isAffordable(now)) {
				return Due.NOT;
			}
			if (longer) {
				this.nextAt = number * 10;
			}
			this.loss |= isLoss;
			this.lastLogged = now;
			return new Due(number, firstLoss);
		}

		long inARow() {
			return this.burst;
		}

		synchronized void over() {
			this.burst = 0;
			this.loss = false;
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
