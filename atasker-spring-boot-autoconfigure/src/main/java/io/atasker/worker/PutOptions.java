package io.atasker.worker;

import java.time.Duration;

import io.atasker.supervisor.Priority;
import org.jspecify.annotations.Nullable;

/**
 * How an item is to be put.
 *
 * @param delay how long it waits before it can be taken; it counts in the size meanwhile
 * @param priority orders items inside their queue; needs a queue type that can;
 * {@code null} for none
 * @param id given to the executor by {@link WorkContext#itemId()}; {@code null} for none
 */
public record PutOptions(Duration delay, @Nullable Priority priority, @Nullable String id) {

	/** No delay, no priority, no id. */
	public static final PutOptions DEFAULTS = new PutOptions(Duration.ZERO, null, null);

	/**
	 * Checks the delay.
	 * @throws IllegalArgumentException if it is negative
	 */
	public PutOptions {
		if (delay.isNegative()) {
			throw new IllegalArgumentException("delay must not be negative, but is " + delay);
		}
	}

	/**
	 * Returns options with a delay.
	 * @param delay the delay
	 * @return the options
	 */
	public static PutOptions delayed(Duration delay) {
		return new PutOptions(delay, null, null);
	}

	/**
	 * Returns options with a priority.
	 * @param priority the priority
	 * @return the options
	 */
	public static PutOptions of(Priority priority) {
		return new PutOptions(Duration.ZERO, priority, null);
	}

}
