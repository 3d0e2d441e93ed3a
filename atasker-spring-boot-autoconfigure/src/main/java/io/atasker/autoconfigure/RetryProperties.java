package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.atasker.worker.RetryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * How often and when a failed item is tried again.
 *
 * @param maxRetries Number of retries after the first attempt.
 * @param delay Pause before the first retry.
 * @param multiplier Factor by which each further pause is longer.
 * @param maxDelay Longest pause between two attempts.
 * @param jitter Random time by which each pause is lengthened at most.
 * @param includes Exceptions that are retried; all when there are none.
 * @param excludes Exceptions that are not retried.
 */
record RetryProperties(@Nullable Integer maxRetries, @Nullable Duration delay, @Nullable Double multiplier,
		@Nullable Duration maxDelay, @Nullable Duration jitter, @Nullable List<Class<? extends Throwable>> includes,
		@Nullable List<Class<? extends Throwable>> excludes) {

	/** As {@link io.atasker.annotation.Retry} has it. */
	private static final int DEFAULT_RETRIES = 3;

	/**
	 * Returns a policy with what is set here, and the rest as it was. Where there was
	 * none it is that of an annotation without attributes.
	 * @param previous the policy as it was
	 * @return the new policy
	 */
	RetryPolicy appliedTo(RetryPolicy previous) {
		RetryPolicy base = previous.equals(RetryPolicy.NONE) ? RetryPolicy.of(DEFAULT_RETRIES) : previous;
		return new RetryPolicy(Objects.requireNonNullElse(this.maxRetries, base.maxRetries()),
				Objects.requireNonNullElse(this.delay, base.delay()),
				Objects.requireNonNullElse(this.multiplier, base.multiplier()),
				Objects.requireNonNullElse(this.maxDelay, base.maxDelay()),
				Objects.requireNonNullElse(this.jitter, base.jitter()),
				Objects.requireNonNullElse(this.includes, base.includes()),
				Objects.requireNonNullElse(this.excludes, base.excludes()));
	}

}
