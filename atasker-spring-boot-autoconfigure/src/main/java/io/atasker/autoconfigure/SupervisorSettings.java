package io.atasker.autoconfigure;

import java.util.Locale;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.SupervisorBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of one supervisor under one key, on their way to its builder.
 *
 * @param key the key, such as "atasker.supervisor"
 * @param properties what is set there
 */
record SupervisorSettings(String key, SupervisorProperties properties) {

	private static final String MAX = "max";

	/**
	 * Sets on a builder what is set here, all but the limits.
	 * @param builder the builder
	 */
	void applyTo(SupervisorBuilder builder) {
		if (this.properties.minThreads() != null) {
			builder.minThreads(minThreads(this.properties.minThreads()));
		}
		if (this.properties.virtualThreads() != null) {
			builder.virtualThreads(this.properties.virtualThreads());
		}
		if (this.properties.daemon() != null) {
			builder.daemon(this.properties.daemon());
		}
		if (this.properties.startWarningAfter() != null) {
			builder.startWarningAfter(this.properties.startWarningAfter());
		}
		if (this.properties.startCriticalAfter() != null) {
			builder.startCriticalAfter(this.properties.startCriticalAfter());
		}
		if (this.properties.shutdownTimeout() != null) {
			builder.shutdownTimeout(this.properties.shutdownTimeout());
		}
	}

	/**
	 * Returns limits with what is set here, and the rest as it was.
	 * @param base the limits as they were
	 * @return the new limits
	 */
	PoolLimits appliedTo(PoolLimits base) {
		int poolSize = notNegative("pool-size", this.properties.poolSize(), base.poolSize());
		int reserveNormal = notNegative("reserve-normal", this.properties.reserveNormal(), base.reserveNormal());
		int reserveHigh = notNegative("reserve-high", this.properties.reserveHigh(), base.reserveHigh());
		try {
			return new PoolLimits(poolSize, reserveNormal, reserveHigh);
		}
		catch (IllegalArgumentException ex) {
			throw invalid("pool-size", poolSize, "With its reserves it is too large. Write a smaller number.");
		}
	}

	private int notNegative(String property, @Nullable Integer value, int base) {
		if (value != null && value < 0) {
			throw invalid(property, value, "It must not be negative. Write 0 or a positive number.");
		}
		return (value != null) ? value : base;
	}

	private int minThreads(String text) {
		if (text.trim().toLowerCase(Locale.ROOT).equals(MAX)) {
			return Integer.MAX_VALUE;
		}
		try {
			int number = Integer.parseInt(text.trim());
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Refused below like a negative number.
		}
		throw invalid("min-threads", text, "It is neither a number of threads nor 'max'. Write 0, a positive number, "
				+ "or 'max' for as many as the limits allow.");
	}

	private InvalidConfigurationPropertyValueException invalid(String property, Object value, String reason) {
		return new InvalidConfigurationPropertyValueException(this.key + "." + property, value, reason);
	}

}
