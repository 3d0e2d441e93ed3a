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
 */
record JdbcQueueProperties(@DefaultValue("1s") Duration pollInterval, @DefaultValue("2s") Duration heartbeatInterval,
		@DefaultValue("6") int missedHeartbeats) {

}
