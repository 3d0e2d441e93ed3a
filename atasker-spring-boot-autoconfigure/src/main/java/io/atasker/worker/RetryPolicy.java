package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import io.atasker.process.ChildException;

/**
 * How often and when a failed item is tried again. Names as in Spring's retry.
 *
 * @param maxRetries how often after the first attempt, 0 for never
 * @param delay the pause before the first retry
 * @param multiplier by how much each further pause is longer, at least 1
 * @param maxDelay the longest pause
 * @param jitter each pause is lengthened by a random part of this
 * @param includes only exceptions of these types are retried; empty for all
 * @param excludes exceptions of these types are not
 */
public record RetryPolicy(int maxRetries, Duration delay, double multiplier, Duration maxDelay, Duration jitter,
		List<Class<? extends Throwable>> includes, List<Class<? extends Throwable>> excludes) {

	/** Never again. */
	public static final RetryPolicy NONE = of(0);

	/**
	 * Checks the numbers and copies the lists.
	 * @throws IllegalArgumentException naming what is wrong
	 */
	public RetryPolicy {
		if (maxRetries < 0) {
			throw new IllegalArgumentException("maxRetries must not be negative, but is " + maxRetries);
		}
		if (delay.isNegative() || maxDelay.isNegative() || jitter.isNegative()) {
			throw new IllegalArgumentException("delay, maxDelay and jitter must not be negative");
		}
		if (!(multiplier >= 1)) {
			throw new IllegalArgumentException("multiplier must be at least 1, but is " + multiplier);
		}
		includes = List.copyOf(includes);
		excludes = List.copyOf(excludes);
	}

	/**
	 * Retries after 1 s, 2 s, 4 s and so on, up to 30 s.
	 * @param maxRetries how often
	 * @return the policy
	 */
	public static RetryPolicy of(int maxRetries) {
		return new RetryPolicy(maxRetries, Duration.ofSeconds(1), 2, Duration.ofSeconds(30), Duration.ZERO, List.of(),
				List.of());
	}

	/**
	 * Returns whether to try again. An exception of a child process counts as what it was
	 * there.
	 * @param failure what happened
	 * @param attempt which attempt it was, 1 for the first
	 * @return whether there is another one
	 */
	public boolean isRetried(Throwable failure, int attempt) {
		return attempt <= this.maxRetries && (this.includes.isEmpty() || isOneOf(this.includes, failure))
				&& !isOneOf(this.excludes, failure);
	}

	/**
	 * Returns the pause after a failed attempt.
	 * @param attempt which attempt it was, 1 for the first
	 * @return how long to wait
	 */
	public Duration pauseAfter(int attempt) {
		double factor = Math.pow(this.multiplier, Math.min(attempt - 1, 1_000));
		double nanos = Math.min(nanos(this.delay) * factor, nanos(this.maxDelay));
		long extra = this.jitter.isZero() ? 0 : ThreadLocalRandom.current().nextLong(nanos(this.jitter) + 1);
		return Duration.ofNanos((long) nanos + extra);
	}

	/** Longer than 100 years is as good as for ever, and can be counted. */
	private static long nanos(Duration duration) {
		return ((duration.compareTo(Schedule.LONGEST) < 0) ? duration : Schedule.LONGEST).toNanos();
	}

	private static boolean isOneOf(List<Class<? extends Throwable>> types, Throwable failure) {
		return types.stream().anyMatch((type) -> type.isInstance(failure) || wasInChild(type, failure));
	}

	/** What could not be made anew here is told by what it was there. */
	private static boolean wasInChild(Class<? extends Throwable> type, Throwable failure) {
		return failure instanceof ChildException there && there.isOriginally(type);
	}

}
