package io.atasker.cluster.rabbit;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.PayloadCodec;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.Subscription;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.RabbitServer;
import io.atasker.testsupport.TcpProxy;
import io.atasker.testsupport.WithRabbit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A broker that does not answer in time, and messages and queues that are not as they
 * should be.
 */
@Tag("long")
@WithRabbit
@ExtendWith(LeakGuard.class)
class RabbitRecoveryTests {

	private final String prefix = UUID.randomUUID() + ".";

	private TcpProxy network;

	private RabbitQueueProvider provider;

	@BeforeEach
	void openProvider() {
		int port = RabbitServer.get().port();
		this.network = TcpProxy.to(port);
		int through = URI.create(this.network.through("amqp://127.0.0.1:" + port)).getPort();
		this.provider = new RabbitQueueProvider(new CachingConnectionFactory("127.0.0.1", through),
				RabbitQueueSettings.of("recovery", this.prefix)
					.withTimes(Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMillis(200)));
	}

	@AfterEach
	void closeProvider() {
		this.provider.close();
		this.network.close();
	}

	@Test
	void consumesAllAgainThoughTheBrokerHasNotAnsweredInTime() throws Exception {
		RabbitWorkerQueue queue = open(new Text());
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		Subscription subscription = queue.subscribe(arrived::add);
		queue.put(Envelope.of("first", "first"));
		assertThat(arrived.poll(30, TimeUnit.SECONDS)).isNotNull();
		this.network.cut();
		subscription.credit(5);
		// Longer than the broker may take to answer.
		assertThat(arrived.poll(12, TimeUnit.SECONDS)).isNull();
		this.network.restore();
		await().ignoreExceptions().until(() -> {
			queue.put(Envelope.of("second", "second"));
			return true;
		});
		for (int i = 0; i < 5; i++) {
			queue.put(Envelope.of("further " + i, "further"));
		}
		await().atMost(Duration.ofSeconds(60)).until(queue::stats, (stats) -> stats.inFlight() == 5);
	}

	@Test
	void messageThatCannotEvenBeReadIsGivenUp() {
		RabbitWorkerQueue queue = open(new Text() {

			@Override
			public Object decode(byte[] bytes) {
				throw new OutOfMemoryError("as if");
			}

		});
		queue.put(Envelope.of("bad", "bad"));
		queue.subscribe((delivery) -> {
		});
		await().atMost(Duration.ofSeconds(60)).until(queue::stats, (stats) -> stats.dead() == 1 && stats.ready() == 0);
	}

	@Test
	void noCopyIsMadeOfWhatTheBrokerHasTakenAway() throws Exception {
		RabbitWorkerQueue queue = open(new Text());
		Channel channel = this.provider.taking().channel();
		channel.close();
		RabbitConsumer consumer = new RabbitConsumer(new RabbitSubscription(queue, (delivery) -> {
		}), queue, channel, 1);
		consumer.handleDelivery("", new com.rabbitmq.client.Envelope(1, true, "", ""), new BasicProperties(),
				"text".getBytes(StandardCharsets.UTF_8));
		// Confirmed after what was published before it.
		queue.put(Envelope.of("only", "only"));
		assertThat(consumer.inHand()).isZero();
		Channel counting = this.provider.putting().channel();
		assertThat(counting.messageCount(queue.names().main())).isOne();
		counting.close();
	}

	/** The client knows the consumer by name only behind what is being delivered. */
	@Test
	void consumerThatIsCancelledWhileAMessageIsBeingHandledKeepsWhatItHas() throws Exception {
		RabbitWorkerQueue queue = open(new Text());
		CountDownLatch handled = new CountDownLatch(1);
		CountDownLatch go = new CountDownLatch(1);
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		Subscription subscription = queue.subscribe((delivery) -> {
			arrived.add(delivery);
			handled.countDown();
			try {
				go.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		queue.put(Envelope.of("first", "first"));
		assertThat(handled.await(60, TimeUnit.SECONDS)).isTrue();
		Delivery delivery = arrived.take();
		subscription.credit(2);
		Channel counting = this.provider.putting().channel();
		await().until(() -> counting.consumerCount(queue.names().main()) == 2);
		counting.close();
		subscription.pause();
		assertThat(lostWithin(delivery, Duration.ofSeconds(2))).isFalse();
		go.countDown();
		assertThat(delivery.ack()).isTrue();
	}

	private static boolean lostWithin(Delivery delivery, Duration time) throws InterruptedException {
		CountDownLatch lost = new CountDownLatch(1);
		delivery.onLost(lost::countDown);
		return lost.await(time.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Test
	void delayedOnesAreCountedThoughAQueueIsGone() throws Exception {
		RabbitWorkerQueue queue = open(new Text());
		DelayQueues delays = new DelayQueues(this.provider.putting(), queue.names());
		Channel channel = this.provider.putting().channel();
		for (int minutes = 1; minutes <= 4; minutes++) {
			String name = delays.declared(Duration.ofMinutes(minutes));
			channel.confirmSelect();
			channel.basicPublish("", name, null, new byte[0]);
			channel.waitForConfirmsOrDie(10_000);
			if (minutes != 2) {
				channel.queueDelete(name);
			}
		}
		assertThat(delays.count(channel)).isOne();
		assertThat(channel.isOpen()).isTrue();
		channel.close();
	}

	private RabbitWorkerQueue open(PayloadCodec codec) {
		return (RabbitWorkerQueue) this.provider.open(QueueSpec.named("jobs").codec(codec).build());
	}

	/** As it is. */
	private static class Text implements PayloadCodec {

		@Override
		public byte[] encode(Object payload) {
			return payload.toString().getBytes(StandardCharsets.UTF_8);
		}

		@Override
		public Object decode(byte[] bytes) {
			return new String(bytes, StandardCharsets.UTF_8);
		}

	}

}
