package io.atasker.cluster.jdbc;

import java.time.Duration;

/**
 * How queues in the database are run.
 *
 * @param node the name of this node in the table, different at each start; 50 characters
 * of it are kept
 * @param pollInterval how often a node looks for items that other nodes have put
 * @param heartbeatInterval how often a node says that it is still at work on an item
 * @param missedHeartbeats how many heartbeats may be missed before an item is given to
 * another node, at least 4
 * @param hints whether nodes tell each other at once of what they have put, where the
 * database can: PostgreSQL
 * @param transactionAware whether a put within a transaction of the database is part of
 * it
 */
public record JdbcQueueSettings(String node, Duration pollInterval, Duration heartbeatInterval, int missedHeartbeats,
		boolean hints, boolean transactionAware) {

	/** How often to look, by default. */
	public static final Duration DEFAULT_POLL_INTERVAL = Duration.ofSeconds(1);

	/** How often to say that one is at work, by default. */
	public static final Duration DEFAULT_HEARTBEAT_INTERVAL = Duration.ofSeconds(2);

	/** How many heartbeats may be missed, by default. */
	public static final int DEFAULT_MISSED_HEARTBEATS = 6;

	private static final int FEWEST_MISSED_HEARTBEATS = 4;

	private static final Duration SHORTEST = Duration.ofMillis(10);

	/**
	 * Checks the parts.
	 * @throws IllegalArgumentException naming what is out of range
	 */
	public JdbcQueueSettings {
		require("poll interval", pollInterval);
		require("heartbeat interval", heartbeatInterval);
		if (missedHeartbeats < FEWEST_MISSED_HEARTBEATS) {
			throw new IllegalArgumentException(
					"at least %d heartbeats must be missed before an item is given away, not %d"
						.formatted(FEWEST_MISSED_HEARTBEATS, missedHeartbeats));
		}
	}

	private static void require(String name, Duration value) {
		if (value.compareTo(SHORTEST) < 0) {
			throw new IllegalArgumentException("%s must be at least %s, but is %s".formatted(name, SHORTEST, value));
		}
	}

	/**
	 * Returns the defaults.
	 * @param node the name of this node in the table
	 * @return the settings
	 */
	public static JdbcQueueSettings of(String node) {
		return new JdbcQueueSettings(node, DEFAULT_POLL_INTERVAL, DEFAULT_HEARTBEAT_INTERVAL, DEFAULT_MISSED_HEARTBEATS,
				true, true);
	}

	/**
	 * Changes the times.
	 * @param pollInterval how often a node looks for items that others have put
	 * @param heartbeatInterval how often a node says that it is still at work on an item
	 * @return a copy with these
	 */
	public JdbcQueueSettings withIntervals(Duration pollInterval, Duration heartbeatInterval) {
		return new JdbcQueueSettings(this.node, pollInterval, heartbeatInterval, this.missedHeartbeats, this.hints,
				this.transactionAware);
	}

	/**
	 * Has nodes look for what others have put at each poll interval only.
	 * @return a copy without hints
	 */
	public JdbcQueueSettings withoutHints() {
		return new JdbcQueueSettings(this.node, this.pollInterval, this.heartbeatInterval, this.missedHeartbeats, false,
				this.transactionAware);
	}

}
