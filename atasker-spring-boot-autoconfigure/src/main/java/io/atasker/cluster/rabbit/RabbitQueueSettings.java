package io.atasker.cluster.rabbit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * How queues in RabbitMQ are run.
 *
 * @param node names the connections of this node, for those who look at the broker
 * @param prefix begins the names of all queues, 80 bytes at most; applications that share
 * a virtual host and must not share queues need different ones
 * @param heartbeat within twice this time both sides notice that the other one is gone,
 * at least 1 s
 * @param confirmTimeout how long a put waits for the broker's confirmation, at least 10
 * ms; afterwards it is unknown whether the item arrived
 * @param recoveryInterval how long to wait between attempts to reach the broker, at least
 * 10 ms
 */
public record RabbitQueueSettings(String node, String prefix, Duration heartbeat, Duration confirmTimeout,
		Duration recoveryInterval) {

	/** Within twice this time a broken connection is noticed, by default. */
	public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(5);

	/** How long a put waits for its confirmation, by default. */
	public static final Duration DEFAULT_CONFIRM_TIMEOUT = Duration.ofSeconds(10);

	/** How often to try to reach the broker, by default. */
	public static final Duration DEFAULT_RECOVERY_INTERVAL = Duration.ofSeconds(1);

	private static final Duration SHORTEST = Duration.ofMillis(10);

	private static final Duration SHORTEST_HEARTBEAT = Duration.ofSeconds(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	private static final int LONGEST_PREFIX = 80;

	/**
	 * Checks the parts.
	 * @throws IllegalArgumentException naming what is out of range
	 */
	public RabbitQueueSettings {
		require("heartbeat", heartbeat, SHORTEST_HEARTBEAT);
		require("confirm timeout", confirmTimeout, SHORTEST);
		require("recovery interval", recoveryInterval, SHORTEST);
		if (prefix.getBytes(StandardCharsets.UTF_8).length > LONGEST_PREFIX || prefix.startsWith("amq.")) {
			throw new IllegalArgumentException(
					"prefix must be at most %d bytes long and not begin with amq., which RabbitMQ keeps for itself, unlike '%s'"
						.formatted(LONGEST_PREFIX, prefix));
		}
	}

	private static void require(String name, Duration value, Duration shortest) {
		if (value.compareTo(shortest) < 0 || value.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException(
					"%s must be at least %s and at most %s, but is %s".formatted(name, shortest, LONGEST, value));
		}
	}

	/**
	 * Returns the defaults.
	 * @param node names the connections of this node
	 * @param prefix begins the names of all queues
	 * @return the settings
	 */
	public static RabbitQueueSettings of(String node, String prefix) {
		return new RabbitQueueSettings(node, prefix, DEFAULT_HEARTBEAT, DEFAULT_CONFIRM_TIMEOUT,
				DEFAULT_RECOVERY_INTERVAL);
	}

	/**
	 * Changes the times.
	 * @param heartbeat how often each side says that it is there
	 * @param confirmTimeout how long a put waits for its confirmation
	 * @param recoveryInterval how long to wait between attempts to reach the broker
	 * @return a copy with these
	 */
	public RabbitQueueSettings withTimes(Duration heartbeat, Duration confirmTimeout, Duration recoveryInterval) {
		return new RabbitQueueSettings(this.node, this.prefix, heartbeat, confirmTimeout, recoveryInterval);
	}

}
