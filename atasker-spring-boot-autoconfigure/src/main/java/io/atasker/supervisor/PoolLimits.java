package io.atasker.supervisor;

/**
 * How many executions may run at once, by priority.
 *
 * @param poolSize how many may run before a {@link Priority#LOW} one has to wait; 0 means
 * no limit for any priority
 * @param reserveNormal how many more {@link Priority#NORMAL} ones may run
 * @param reserveHigh how many more than these {@link Priority#HIGH} ones may run
 */
public record PoolLimits(int poolSize, int reserveNormal, int reserveHigh) {

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if one is negative or their sum is too large
	 */
	public PoolLimits {
		requireNotNegative("poolSize", poolSize);
		requireNotNegative("reserveNormal", reserveNormal);
		requireNotNegative("reserveHigh", reserveHigh);
		if ((long) poolSize + reserveNormal + reserveHigh >= Integer.MAX_VALUE) {
			throw new IllegalArgumentException(
					"the sum of poolSize %d, reserveNormal %d and reserveHigh %d is too large".formatted(poolSize,
							reserveNormal, reserveHigh));
		}
	}

	/**
	 * Returns the built-in limits: five times the processors, and reserves of five.
	 * @return the defaults
	 */
	public static PoolLimits defaults() {
		return new PoolLimits(Runtime.getRuntime().availableProcessors() * 5, 5, 5);
	}

	/**
	 * Returns how many executions must be running before one of the given priority has to
	 * wait.
	 * @param priority the priority
	 * @return the limit; {@link Integer#MAX_VALUE} where there is none
	 */
	public int limit(Priority priority) {
		if (this.poolSize == 0) {
			return Integer.MAX_VALUE;
		}
		return switch (priority) {
			case LOW -> this.poolSize;
			case NORMAL -> this.poolSize + this.reserveNormal;
			case HIGH -> this.poolSize + this.reserveNormal + this.reserveHigh;
			case CRITICAL -> Integer.MAX_VALUE;
		};
	}

	private static void requireNotNegative(String name, int value) {
		if (value < 0) {
			throw new IllegalArgumentException(name + " must not be negative, but is " + value);
		}
	}

}
