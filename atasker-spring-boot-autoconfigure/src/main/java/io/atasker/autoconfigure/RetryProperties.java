package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.atasker.worker.RetryPolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

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
	 * Returns what is set.
	 * @return the values by the last parts of their properties' names
	 */
	Map<String, Object> values() {
		Map<String, Object> values = new LinkedHashMap<>();
		PropertyMapper map = PropertyMapper.get();
		map.from(this.maxRetries).to((value) -> values.put("max-retries", value));
		map.from(this.delay).to((value) -> values.put("delay", value));
		map.from(this.multiplier).to((value) -> values.put("multiplier", value));
		map.from(this.maxDelay).to((value) -> values.put("max-delay", value));
		map.from(this.jitter).to((value) -> values.put("jitter", value));
		map.from(this.includes).to((value) -> values.put("includes", value));
		map.from(this.excludes).to((value) -> values.put("excludes", value));
		return values;
	}

	/**
	 * Returns a policy with what is set here, and the rest as it was. Where there was
	 * none it is that of an annotation without attributes.
	 * @param previous the policy as it was
	 * @param key the key of these properties, such as "atasker.defaults.retry"
	 * @return the new policy
	 */
	RetryPolicy appliedTo(RetryPolicy previous, String key) {
		if (this.maxRetries != null && this.maxRetries < 0) {
			throw new InvalidConfigurationPropertyValueException(key + ".max-retries", this.maxRetries,
					"It must not be negative. Write 0 or a positive number.");
		}
		if (this.multiplier != null && !(this.multiplier >= 1 && Double.isFinite(this.multiplier))) {
			throw new InvalidConfigurationPropertyValueException(key + ".multiplier", this.multiplier,
					"It must be at least 1. Write such a number, or leave the property out.");
		}
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
