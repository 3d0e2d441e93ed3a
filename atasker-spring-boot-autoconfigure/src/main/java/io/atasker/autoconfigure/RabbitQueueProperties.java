package io.atasker.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Queues in RabbitMQ.
 *
 * @param prefix Begins the names of all queues in RabbitMQ. The name of the cluster and a
 * dot by default.
 * @param heartbeat Within twice this time a broken connection is noticed, and the items
 * of a node that is gone are given to others.
 * @param confirmTimeout How long a put waits for the confirmation of RabbitMQ.
 * @param recoveryInterval How often to try to reach RabbitMQ while it is gone.
 */
record RabbitQueueProperties(@Nullable String prefix, @DefaultValue("5s") Duration heartbeat,
		@DefaultValue("10s") Duration confirmTimeout, @DefaultValue("1s") Duration recoveryInterval) {

}
