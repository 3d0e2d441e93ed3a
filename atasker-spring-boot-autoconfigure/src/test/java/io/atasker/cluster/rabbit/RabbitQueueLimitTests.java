package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import io.atasker.queue.DeadLetter;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.PayloadCodec;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.QueueUnavailableException;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.RabbitServer;
import io.atasker.testsupport.WithRabbit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * What is too large, queues that somebody deletes, and a broker that has no room.
 */
@Tag("long")
@WithRabbit
@ExtendWith(LeakGuard.class)
class RabbitQueueLimitTests {

	private final String prefix = UUID.randomUUID() + ".";

	private RabbitServer server;

	private RabbitQueueProvider provider;

	private WorkerQueue queue;

	@BeforeEach
	void openQueue() {
		this.server = RabbitServer.get();
		this.provider = RabbitNode.provider(this.server.port(), this.prefix, Duration.ofSeconds(10));
		this.queue = this.provider.open(QueueSpec.named("jobs").codec(new Bytes()).build());
	}

	@AfterEach
	void closeQueue() {
		this.provider.close();
	}

	@Test
	void itemThatIsTooLargeIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.queue.put(Envelope.of("large", new byte[RabbitMessage.LARGEST_BODY + 1])))
			.withMessageContainingAll("message 'large'", "queue 'jobs'", "16777216", "16777217");
		this.queue.put(Envelope.of("fits", new byte[RabbitMessage.LARGEST_BODY]));
		assertThat(next().envelope().id()).isEqualTo("fits");
	}

	@Test
	void idAndHeadersThatAreTooLongAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.queue.put(Envelope.of("i".repeat(1025), new byte[1])))
			.withMessageContainingAll("id of message 'iiii", "1024", "1025");
		assertThatIllegalArgumentException().isThrownBy(() -> this.queue.put(withHeader("name", "v".repeat(100_000))))
			.withMessageContaining("headers of message 'headed'");
		assertThatIllegalArgumentException().isThrownBy(() -> this.queue.put(withHeader("n".repeat(256), "value")))
			.withMessageContaining("name of header 'nnnn");
		this.queue.put(withHeader("n".repeat(255), "v".repeat(60_000)));
		assertThat(next().envelope().headers()).containsValue("v".repeat(60_000));
	}

	private static Envelope withHeader(String name, String value) {
		Envelope plain = Envelope.of("headed", new byte[1]);
		return new Envelope(plain.id(), plain.payload(), plain.priority(), plain.delay(), Map.of(name, value));
	}

	@Test
	void errorOfADeadLetterIsCutOff() {
		this.queue.put(Envelope.of("bad", new byte[] { Bytes.BAD }));
		this.queue.subscribe((delivery) -> {
		});
		await().until(() -> this.queue.deadLetters().list(1),
				(letters) -> !letters.isEmpty() && letters.get(0).error().length() == DeadLetter.LONGEST_ERROR);
	}

	@Test
	void foreignMessageThatIsLargeLeavesTheConsumerAlive() throws Exception {
		try (Connection connection = connect(); Channel channel = connection.createChannel()) {
			channel.basicPublish("", this.prefix + "jobs", MessageProperties.PERSISTENT_BASIC,
					new byte[70 * 1024 * 1024]);
		}
		assertThat((byte[]) next().envelope().payload()).hasSize(70 * 1024 * 1024);
	}

	@Test
	void messageThatCannotBeSentLeavesThePublisherUsable() throws Exception {
		BrokerAccess access = new BrokerAccess(new CachingConnectionFactory("127.0.0.1", this.server.port()),
				RabbitQueueSettings.of("test", this.prefix));
		try (BrokerLink link = new BrokerLink(access, "test", Duration.ofSeconds(10));
				ConfirmedPublisher publisher = new ConfirmedPublisher(link, Duration.ofSeconds(10))) {
			RabbitMessage.Head head = new RabbitMessage.Head("id", 0, Map.of("name", "v".repeat(200_000)), 1, 0, 0,
					null);
			RabbitMessage broken = new RabbitMessage(head, new byte[1]);
			assertThat(publisher.publish(this.prefix + "jobs", broken.properties(false), broken.body()))
				.failsWithin(Duration.ofSeconds(60));
			RabbitMessage good = RabbitMessage.of("jobs", Envelope.of("good", new byte[1]), new Bytes());
			assertThat(publisher.publish(this.prefix + "jobs", good.properties(false), good.body()))
				.succeedsWithin(Duration.ofSeconds(60));
		}
	}

	@Test
	void deletedQueueIsDeclaredAgainByAPut() throws Exception {
		this.queue.put(Envelope.of("before", new byte[1]).withDelay(Duration.ofMillis(100)));
		try (Connection connection = connect(); Channel channel = connection.createChannel()) {
			channel.queueDelete(this.prefix + "jobs");
			channel.queueDelete(this.prefix + "jobs:delay:" + QueueNames.rounded(Duration.ofMillis(100)));
		}
		this.queue.put(Envelope.of("later", new byte[1]).withDelay(Duration.ofMillis(100)));
		this.queue.put(Envelope.of("now", new byte[1]));
		BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
		this.queue.subscribe((delivery) -> {
			delivery.ack();
			arrived.add(delivery.envelope().id());
		});
		assertThat(List.of(arrived.poll(60, TimeUnit.SECONDS), arrived.poll(60, TimeUnit.SECONDS)))
			.containsExactlyInAnyOrder("later", "now");
	}

	@Test
	void brokerWithoutRoomHoldsUpNobody() throws Exception {
		this.queue.put(Envelope.of("before", new byte[1]));
		this.server.control("set_vm_memory_high_watermark", "0.0000001");
		try {
			// The broker says so to those who publish nevertheless.
			await().untilAsserted(() -> assertThatExceptionOfType(QueueUnavailableException.class)
				.isThrownBy(() -> this.queue.put(Envelope.of("blocked", new byte[1])))
				.withMessageContaining("takes nothing at present")
				.withNoCause());
			WorkerQueue other = this.provider.open(QueueSpec.named("others").codec(new Bytes()).build());
			assertThat(other.stats().dead()).isZero();
			assertThat(next().ack()).isTrue();
			assertThat(CompletableFuture.runAsync(this.provider::close)).succeedsWithin(Duration.ofSeconds(30));
		}
		finally {
			this.server.control("set_vm_memory_high_watermark", "0.4");
		}
	}

	private Delivery next() throws AssertionError {
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		this.queue.subscribe(arrived::add);
		try {
			Delivery delivery = arrived.poll(60, TimeUnit.SECONDS);
			assertThat(delivery).isNotNull();
			return delivery;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	private Connection connect() throws Exception {
		ConnectionFactory factory = new ConnectionFactory();
		factory.setHost("127.0.0.1");
		factory.setPort(this.server.port());
		return factory.newConnection();
	}

	/** Takes bytes as they are. */
	private static final class Bytes implements PayloadCodec {

		/** Begins what cannot be read. */
		static final byte BAD = 9;

		@Override
		public byte[] encode(Object payload) {
			return (byte[]) payload;
		}

		@Override
		public Object decode(byte[] bytes) {
			if (bytes[0] == BAD) {
				throw new IllegalArgumentException("e".repeat(200_000));
			}
			return bytes;
		}

	}

}
