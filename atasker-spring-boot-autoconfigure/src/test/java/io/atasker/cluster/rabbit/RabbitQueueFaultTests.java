package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.QueueUnavailableException;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.ChildJvm;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.RabbitServer;
import io.atasker.testsupport.WithRabbit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Consumers in JVMs of their own, and the broker, are killed or held.
 */
@Tag("long")
@WithRabbit
@ExtendWith(LeakGuard.class)
class RabbitQueueFaultTests {

	/** Between heartbeats, where a node is to be taken for dead soon. */
	private static final Duration SOON_DEAD = Duration.ofSeconds(1);

	/** And where it is not, however busy the machine is. */
	private static final Duration PATIENT = Duration.ofSeconds(10);

	private static final int ITEMS = 60;

	private final String prefix = UUID.randomUUID() + ".";

	private RabbitServer server;

	private RabbitQueueProvider provider;

	private WorkerQueue queue;

	@BeforeEach
	void openQueue() {
		this.server = RabbitServer.get();
		this.provider = RabbitNode.provider(this.server.port(), this.prefix, PATIENT);
		this.queue = this.provider.open(QueueSpec.named("jobs")
			.codec(new JsonPayloadCodecs(JsonMapper.builder().build()).codec(String.class))
			.build());
	}

	@AfterEach
	void closeQueue() {
		this.provider.close();
	}

	@Test
	void killedConsumerLosesNothing() {
		List<String> items = putItems();
		try (ChildJvm first = node("hold")) {
			first.awaitLine("holding");
			first.kill();
			List<String> before = first.lines();
			assertThat(before).doesNotContain("done held.");
			try (ChildJvm second = node("go on")) {
				items.stream()
					.filter((item) -> !before.contains("done " + item + "."))
					.forEach((item) -> second.awaitLine("done " + item + "."));
				await().until(this::left, (left) -> left == 0);
			}
		}
	}

	@Test
	void frozenConsumerLosesItsItemToAnotherAndIsInterrupted() throws Exception {
		this.queue.put(Envelope.of(RabbitNode.HELD, RabbitNode.HELD));
		try (ChildJvm first = node("hold", SOON_DEAD)) {
			first.awaitLine("holding");
			try (ChildJvm second = node("go on", SOON_DEAD)) {
				second.awaitLine("started");
				first.hold(Duration.ofSeconds(12));
				second.awaitLine("done held.");
			}
			first.awaitLine("interrupted");
			this.queue.put(Envelope.of("after", "after"));
			first.awaitLine("done after.");
		}
	}

	@Test
	void messageOfANodeThatDiedComesFirstAndCountsAsALoss() throws Exception {
		this.queue.put(Envelope.of(RabbitNode.HELD, RabbitNode.HELD));
		try (ChildJvm first = node("hold")) {
			first.awaitLine("holding");
			this.queue.put(Envelope.of("behind", "behind"));
			first.awaitLine("done behind.");
			first.kill();
		}
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		this.queue.subscribe(arrived::add);
		Delivery delivery = arrived.poll(30, TimeUnit.SECONDS);
		assertThat(delivery).isNotNull();
		assertThat(delivery.losses()).isOne();
		assertThat(delivery.attempt()).isOne();
		assertThat(delivery.deliveries()).isEqualTo(2);
	}

	@Test
	void brokerThatIsKilledKeepsWhatItHasConfirmed() throws Exception {
		BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();
		// One delay ends while there is no broker, the other after it has started. In
		// between, while it starts, the end of a delay is not promised.
		this.queue.put(Envelope.of("ended", "ended").withDelay(Duration.ofSeconds(4)));
		this.queue.put(Envelope.of("delayed", "delayed").withDelay(Duration.ofSeconds(60)));
		long begun = System.nanoTime();
		this.queue.put(Envelope.of("in hand", "in hand"));
		this.queue.subscribe(arrived::add);
		Delivery inHand = arrived.poll(30, TimeUnit.SECONDS);
		AtomicBoolean told = new AtomicBoolean();
		inHand.onLost(() -> told.set(true));
		Set<String> confirmed = ConcurrentHashMap.newKeySet();
		for (int i = 0; i < 20; i++) {
			this.queue.put(Envelope.of("m" + i, "text"));
			confirmed.add("m" + i);
		}
		this.server.kill();
		await().untilTrue(told);
		assertThat(inHand.ack()).isFalse();
		assertThatExceptionOfType(QueueUnavailableException.class)
			.isThrownBy(() -> this.queue.put(Envelope.of("refused", "refused")))
			.withMessageContaining("queue 'jobs' is unavailable");
		await().until(() -> System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(5));
		this.server.start();
		await().ignoreExceptions().until(() -> {
			this.queue.put(Envelope.of("afterwards", "text"));
			return true;
		});
		Set<String> wanted = ConcurrentHashMap.newKeySet();
		wanted.addAll(confirmed);
		wanted.addAll(List.of("ended", "delayed", "in hand", "afterwards"));
		while (!wanted.isEmpty()) {
			Delivery next = arrived.poll(120, TimeUnit.SECONDS);
			assertThat(next).as("still wanted: %s", wanted).isNotNull();
			wanted.remove(next.envelope().id());
			next.ack();
		}
	}

	private List<String> putItems() {
		List<String> items = new ArrayList<>();
		for (int i = 0; i < ITEMS; i++) {
			items.add((i == ITEMS / 2) ? RabbitNode.HELD : "item-" + i);
		}
		items.forEach((item) -> this.queue.put(Envelope.of(item, item)));
		return items;
	}

	private ChildJvm node(String behaviour) {
		return node(behaviour, PATIENT);
	}

	private ChildJvm node(String behaviour, Duration heartbeat) {
		return ChildJvm.start(ChildJvm.currentJava(), RabbitNode.class, Integer.toString(this.server.port()),
				this.prefix, behaviour, Long.toString(heartbeat.toSeconds()));
	}

	private long left() {
		return this.queue.stats().ready();
	}

}
