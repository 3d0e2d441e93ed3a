package io.atasker.supervisor;

import java.time.Duration;

/**
 * How to stop a supervisor.
 *
 * @param timeout the one deadline for everything; the last part of it, at most two
 * seconds, is kept for those that have to be interrupted
 * @param dropQueued whether tasks and items that have not begun are given back at once
 * instead of being worked off within the deadline
 * @param interruptAtOnce whether running executions are interrupted at once instead of
 * near the deadline
 */
public record ShutdownPolicy(Duration timeout, boolean dropQueued, boolean interruptAtOnce) {

	/** The default deadline, 20 seconds. */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

	/**
	 * Checks the timeout.
	 * @throws IllegalArgumentException if it is negative
	 */
	public ShutdownPolicy {
		if (timeout.isNegative()) {
			throw new IllegalArgumentException("timeout must not be negative, but is " + timeout);
		}
	}

	/**
	 * Works off what was accepted, then interrupts what still runs.
	 * @param timeout the deadline for both
	 * @return the policy
	 */
	public static ShutdownPolicy graceful(Duration timeout) {
		return new ShutdownPolicy(timeout, false, false);
	}

	/**
	 * Begins nothing more and interrupts at once.
	 * @param timeout how long to wait for what runs
	 * @return the policy
	 */
	public static ShutdownPolicy immediate(Duration timeout) {
		return new ShutdownPolicy(timeout, true, true);
	}

}
