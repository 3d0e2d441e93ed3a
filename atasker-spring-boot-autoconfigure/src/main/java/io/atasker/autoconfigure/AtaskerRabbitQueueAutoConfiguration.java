package io.atasker.autoconfigure;

import io.atasker.cluster.rabbit.RabbitQueueProvider;
import io.atasker.cluster.rabbit.RabbitQueueSettings;

import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of queues in RabbitMQ. Nothing is touched
 * before a worker names the provider.
 */
@AutoConfiguration(afterName = { "org.springframework.boot.amqp.autoconfigure.RabbitAutoConfiguration" },
		after = AtaskerAutoConfiguration.class)
@ConditionalOnClass(ConnectionFactory.class)
@ConditionalOnSingleCandidate(ConnectionFactory.class)
public final class AtaskerRabbitQueueAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	RabbitQueueProvider ataskerRabbitQueueProvider(ConnectionFactory connectionFactory, AtaskerProperties properties,
			Environment environment) {
		return new RabbitQueueProvider(connectionFactory, settings(properties, environment));
	}

	private static RabbitQueueSettings settings(AtaskerProperties properties, Environment environment) {
		RabbitQueueProperties rabbit = properties.cluster().rabbit();
		String prefix = (rabbit.prefix() != null) ? rabbit.prefix()
				: new ClusterSettings(properties.cluster(), environment).name() + ".";
		try {
			return new RabbitQueueSettings(ClusterSettings.node(properties).unique(), prefix, rabbit.heartbeat(),
					rabbit.confirmTimeout(), rabbit.recoveryInterval());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.rabbit", rabbit,
					ex.getMessage() + ". Correct the value.");
		}
	}

}
