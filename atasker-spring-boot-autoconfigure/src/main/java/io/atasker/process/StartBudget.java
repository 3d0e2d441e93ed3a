package io.atasker.process;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often the start of a child is tried when it fails: a few times at once, then ever
 * more rarely, while who needs a child is told so. The lock of the {@link Children}
 * guards it.
 */
final class StartBudget {

	private static final Logger logger = LoggerFactory.getLogger(Children.class);

	/** So many vain starts in a row mean that more at once are of no use. */
	private static final int MOST_FAILURES = 5;

	private static final long FIRST_PAUSE = 1_000_000_000L;

	private static final long LONGEST_PAUSE = 60_000_000_000L;

	/** How many are being started. */
	private int starting;

	/** Vain starts since the last success. */
	private int failures;

	private @Nullable Throwable last;

	private boolean exhausted;

	/** Forgets what was, but for starts that are not over. */
	void reset() {
		this.failures = 0;
		this.last = null;
		this.exhausted = false;
	}

	/**
	 * Returns how many to start now, and counts them as started.
	 * @param wanted how many are missing, without those that are being started
	 * @return how many
	 */
	int claim(int wanted) {
		if (this.failures >= MOST_FAILURES) {
			return 0;
		}
		int room = Math.max(1, Runtime.getRuntime().availableProcessors()) - this.starting;
		int claimed = Math.max(0, Math.min(wanted - this.starting, room));
		this.starting += claimed;
		return claimed;
	}

	/**
	 * Returns whether to try once more after a pause, and counts that as started.
	 * @return whether it is so
	 */
	boolean claimRetry() {
		if (this.exhausted) {
			this.starting++;
		}
		return this.exhausted;
	}

	/** Returns how many are being started. */
	int starting() {
		return this.starting;
	}

	/** A start has succeeded. */
	void arrived() {
		this.starting--;
		reset();
	}

	/** A start has failed, and nobody cares any more. */
	void abandoned() {
		this.starting--;
	}

	/**
	 * Takes note of a vain start.
	 * @param failure why
	 * @return for how long to pause before the next one in nanoseconds, 0 for not at all
	 */
	long failed(@Nullable Throwable failure) {
		this.starting--;
		this.failures++;
		this.last = failure;
		if (this.failures < MOST_FAILURES || (this.starting > 0 && !this.exhausted)) {
			// Of those that were begun with this one, one may succeed.
			logger.warn("{}; it is tried again", (failure != null) ? failure.getMessage() : "unknown failure");
			return 0;
		}
		this.exhausted = true;
		long pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(10, this.failures - MOST_FAILURES));
		logger.error("No child process can be started, {} attempts were in vain; what needs one fails until an attempt"
				+ " succeeds, the next one comes in {} s", this.failures, pause / FIRST_PAUSE, failure);
		return pause;
	}

	/** Returns whether the next start comes by itself only. */
	boolean isExhausted() {
		return this.exhausted;
	}

	/**
	 * Says what is wrong.
	 * @param left how many children there still are
	 */
	ProcessPoolUnavailableException exception(int left) {
		return new ProcessPoolUnavailableException(
				"no %schild process can be started at present, after %d attempts in vain%s; the next one comes by itself. Last failure: %s"
					.formatted((left > 0) ? "further " : "", this.failures,
							(left > 0) ? ", and %d %s left".formatted(left, (left > 1) ? "are" : "is") : "", this.last),
				this.last);
	}

}
