package io.atasker.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Queues in the database.
 *
 * @param pollInterval How often a node looks for items that other nodes have put; its own
 * are seen at once.
 * @param heartbeatInterval How often a node says that it is still at work on an item.
 * @param missedHeartbeats Number of heartbeats that may be missed before an item is given
 * to another node; at least 4.
 * @param hints Whether nodes tell each other at once of the items that they put.
 */
record JdbcQueueProperties(@DefaultValue("1s") Duration pollInterval, @DefaultValue("2s") Duration heartbeatInterval,
		@DefaultValue("6") int missedHeartbeats, @DefaultValue("auto") Hints hints) {

	/**
	 * Whether nodes tell each other of items.
	 */
	enum Hints {

		/** Where the database can: PostgreSQL, by LISTEN and NOTIFY. */
		AUTO,

		/** Nodes look each poll interval only. */
		NEVER

	}

}
