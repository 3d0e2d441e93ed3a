package io.atasker.worker;

import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CancellationException;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of an execution that has ended, and of the item in its hand.
 */
enum Ending {

	/** The executor returned. */
	SUCCEEDED,

	/** The executor threw: a failed attempt. */
	FAILED,

	/** It was stopped by its timeout: a failed attempt. */
	TIMED_OUT,

	/** It was cancelled; an item is not tried again. */
	CANCELLED,

	/** It was interrupted by a stop, or asked for it: an item goes back, uncounted. */
	GIVEN_BACK;

	private static final int DEEPEST_CAUSE = 10;

	/**
	 * Says what an exception means.
	 * @param thrown what was thrown
	 * @param reason why the execution was interrupted, {@code null} if it was not
	 * @param stopRequested whether it had been asked to end
	 * @param stage whether it is the outcome of a stage, which anybody can cancel
	 * @return the ending
	 */
	static Ending of(Throwable thrown, @Nullable Interruption reason, boolean stopRequested, boolean stage) {
		if (reason == Interruption.TIMEOUT) {
			return TIMED_OUT;
		}
		if (reason == Interruption.CANCEL) {
			return CANCELLED;
		}
		if ((reason != null || stopRequested) && saysInterrupted(thrown)) {
			return GIVEN_BACK;
		}
		return (stage && thrown instanceof CancellationException) ? CANCELLED : FAILED;
	}

	/**
	 * What blocking calls throw when they are interrupted or what they wait on is closed.
	 */
	private static boolean saysInterrupted(Throwable thrown) {
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			if (cause instanceof InterruptedException || cause instanceof InterruptedIOException
					|| cause instanceof CancellationException || cause instanceof ClosedByInterruptException
					|| cause.getClass().getSimpleName().contains("Closed")) {
				return true;
			}
			cause = ErrorText.cause(cause);
		}
		return false;
	}

	ExecutionStatus status() {
		return switch (this) {
			case SUCCEEDED -> ExecutionStatus.SUCCEEDED;
			case FAILED -> ExecutionStatus.FAILED;
			case TIMED_OUT -> ExecutionStatus.TIMED_OUT;
			case CANCELLED, GIVEN_BACK -> ExecutionStatus.CANCELLED;
		};
	}

	boolean isFailure() {
		return this == FAILED || this == TIMED_OUT;
	}

}
