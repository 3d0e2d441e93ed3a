package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * The queues of the broker that make up one queue of ours, with their arguments.
 * <p>
 * Names of workers have no colon, so that none of these is that of another worker.
 *
 * @param main has what is ready
 * @param dead has what was given up
 * @param priorityLevels how many priorities there are
 */
record QueueNames(String main, String dead, int priorityLevels) {

	/** A queue is deleted when it was not used for this time longer than its delay. */
	private static final Duration KEPT = Duration.ofHours(1);

	/** The broker counts in milliseconds, of which 32 bits are at most allowed. */
	static final Duration LONGEST_DELAY = Duration.ofDays(40);

	/** Delays are rounded up to so many binary digits: to 1/4 at most. */
	private static final int DIGITS = 3;

	static QueueNames of(String prefix, String queue, int priorityLevels) {
		String main = prefix + queue;
		return new QueueNames(main, main + ":dead", priorityLevels);
	}

	/**
	 * Names the queue in which messages wait for a while.
	 * @param millis for how long, as {@link #rounded} has said
	 * @return the name
	 */
	String delay(long millis) {
		return this.main + ":delay:" + millis;
	}

	/**
	 * Rounds a delay up. Each delay needs a queue of its own, since the broker looks only
	 * at the head of a queue for what has expired; so there must not be too many.
	 * @param delay the delay, not longer than {@link #LONGEST_DELAY}
	 * @return milliseconds
	 */
	static long rounded(Duration delay) {
		long millis = Math.max(1, delay.plusNanos(999_999).toMillis());
		int surplus = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(millis) - DIGITS);
		long step = 1L << surplus;
		return (millis + step - 1) / step * step;
	}

	Map<String, Object> mainArguments() {
		Map<String, Object> arguments = deadArguments();
		arguments.put("x-max-priority", 2 * this.priorityLevels - 1);
		return arguments;
	}

	Map<String, Object> deadArguments() {
		Map<String, Object> arguments = new HashMap<>();
		arguments.put("x-queue-type", "classic");
		return arguments;
	}

	Map<String, Object> delayArguments(long millis) {
		Map<String, Object> arguments = deadArguments();
		arguments.put("x-message-ttl", millis);
		arguments.put("x-expires", millis + KEPT.toMillis());
		arguments.put("x-dead-letter-exchange", "");
		arguments.put("x-dead-letter-routing-key", this.main);
		return arguments;
	}

	/**
	 * Returns the priority at the broker. Each priority of ours has two there: what comes
	 * back is before what is new.
	 * @param priority the priority of the message
	 * @param back whether it comes back
	 * @return the priority for the broker
	 */
	static int brokerPriority(int priority, boolean back) {
		return 2 * priority + (back ? 1 : 0);
	}

}
