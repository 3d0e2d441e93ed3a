/**
 * Durable queues in RabbitMQ, by the connection settings of Spring AMQP.
 */
@NullMarked
package io.atasker.cluster.rabbit;

import org.jspecify.annotations.NullMarked;
