package io.atasker.benchmarks;

import java.nio.charset.StandardCharsets;

import io.atasker.cluster.rabbit.RabbitQueueProvider;
import io.atasker.cluster.rabbit.RabbitQueueSettings;

import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;

/**
 * Those that keep items in RabbitMQ.
 */
final class RabbitPeers {

	private RabbitPeers() {
	}

	/**
	 * A queue worker with provider rabbit.
	 */
	static final class OfWorker extends Drain {

		private final CachingConnectionFactory connections;

		private final RabbitQueueProvider provider;

		private final WorkerDrain worker;

		OfWorker(int port, int items) {
			super(items);
			this.connections = new CachingConnectionFactory("127.0.0.1", port);
			this.provider = new RabbitQueueProvider(this.connections, RabbitQueueSettings.of("bench", "bench."));
			this.worker = new WorkerDrain(this.provider, RabbitSuite.IN_HAND, this.executed::incrementAndGet);
		}

		@Override
		public String name() {
			return "atasker, provider rabbit";
		}

		@Override
		void put() {
			this.worker.put();
		}

		@Override
		void take(boolean taking) {
			this.worker.take(taking);
		}

		@Override
		boolean isEmpty() {
			return true;
		}

		@Override
		public void close() {
			this.worker.close();
			this.provider.close();
			this.connections.destroy();
		}

	}

	/**
	 * A listener container of Spring AMQP, and a template that waits for each
	 * confirmation. The queue has the arguments of ours.
	 */
	static final class OfContainer extends Drain {

		private static final long PATIENCE = 10_000;

		private final CachingConnectionFactory connections;

		private final RabbitTemplate template;

		private final SimpleMessageListenerContainer container;

		private final String queue;

		private final int consumers;

		OfContainer(int port, int items, int consumers, int prefetch) {
			super(items);
			this.consumers = consumers;
			this.queue = "bare." + consumers;
			this.connections = new CachingConnectionFactory("127.0.0.1", port);
			this.connections.setPublisherConfirmType(CachingConnectionFactory.ConfirmType.SIMPLE);
			new RabbitAdmin(this.connections).declareQueue(QueueBuilder.durable(this.queue).maxPriority(8).build());
			this.template = new RabbitTemplate(this.connections);
			this.container = new SimpleMessageListenerContainer(this.connections);
			this.container.setQueueNames(this.queue);
			this.container.setConcurrentConsumers(consumers);
			this.container.setPrefetchCount(prefetch);
			this.container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
			this.container.setMessageListener((ChannelAwareMessageListener) (message, channel) -> {
				this.executed.incrementAndGet();
				channel.basicAck(message.getMessageProperties().getDeliveryTag(), false);
			});
			this.container.afterPropertiesSet();
		}

		@Override
		public String name() {
			return "listener container alone, consumers " + this.consumers;
		}

		@Override
		void put() {
			this.template.invoke((operations) -> {
				operations.send("", this.queue,
						MessageBuilder.withBody(ITEM.getBytes(StandardCharsets.UTF_8))
							.setDeliveryMode(MessageDeliveryMode.PERSISTENT)
							.build());
				operations.waitForConfirmsOrDie(PATIENCE);
				return true;
			});
		}

		@Override
		void take(boolean taking) {
			if (taking) {
				this.container.start();
			}
			else {
				this.container.stop();
			}
		}

		@Override
		boolean isEmpty() {
			return true;
		}

		@Override
		public void close() {
			this.container.destroy();
			this.connections.destroy();
		}

	}

}
