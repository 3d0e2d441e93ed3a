package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.Subscription;
import io.atasker.queue.TextCodec;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nothing here looks by itself: what should be fetched and is not, waits for ever.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class JdbcWakeupTests {

	private static final JdbcQueueSettings NEVER_BY_ITSELF = JdbcQueueSettings.of("wakeup")
		.withIntervals(Duration.ofHours(1), Duration.ofSeconds(10));

	private final HikariDataSource database = JdbcQueueContract.pool(PostgresServer.newDatabase());

	private final JdbcQueueProvider provider = new JdbcQueueProvider(this.database, NEVER_BY_ITSELF);

	private final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();

	private final Set<String> done = ConcurrentHashMap.newKeySet();

	@BeforeEach
	void createTable() {
		QueueSchema.create(this.database);
	}

	@AfterEach
	void close() {
		this.provider.close();
		this.database.close();
	}

	private WorkerQueue open(int credit) {
		return this.provider.open(QueueSpec.named("wakeups").codec(TextCodec.INSTANCE).credit(credit).build());
	}

	private Delivery next() throws InterruptedException {
		Delivery delivery = this.arrived.poll(60, TimeUnit.SECONDS);
		assertThat(delivery).isNotNull();
		return delivery;
	}

	private static void putAll(WorkerQueue queue, int messages) {
		for (int i = 0; i < messages; i++) {
			queue.put(Envelope.of("m" + i, "text"));
		}
	}

	/** Whatever becomes of each, the next one follows. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7 })
	void eachSettlementIsFollowedByTheNextMessage(int credit) {
		int messages = 600;
		WorkerQueue queue = open(credit);
		putAll(queue, messages);
		Random random = new Random(credit);
		queue.subscribe((delivery) -> {
			int chance = random.nextInt(12);
			if (chance == 0) {
				delivery.release();
			}
			else if (chance == 1) {
				delivery.retry(Duration.ZERO, null);
			}
			else if (chance == 2) {
				this.done.add(delivery.envelope().id());
				delivery.dead(null);
			}
			else {
				this.done.add(delivery.envelope().id());
				delivery.ack();
			}
		});
		await().until(() -> this.done.size() == messages);
	}

	/** Others began to look when it was given back, and before it was in its place. */
	@Test
	void messageThatComesBackAfterTheCreditWasLoweredIsFetchedByWhoeverIsLeft() throws Exception {
		WorkerQueue queue = open(2);
		Subscription subscription = queue.subscribe(this.arrived::add);
		for (int i = 0; i < 20; i++) {
			queue.put(Envelope.of("m" + i, "text"));
			Delivery delivery = next();
			subscription.credit(1);
			delivery.release();
			next().ack();
			subscription.credit(2);
		}
	}

	@Test
	void messagesThatWereFetchedWhileItWasPausedAreFetchedAgain() {
		int messages = 400;
		WorkerQueue queue = open(4);
		putAll(queue, messages);
		Subscription subscription = queue.subscribe((delivery) -> {
			this.done.add(delivery.envelope().id());
			delivery.ack();
		});
		Random random = new Random(1);
		while (this.done.size() < messages) {
			subscription.pause();
			if (random.nextBoolean()) {
				subscription.credit(1 + random.nextInt(4));
			}
			subscription.resume();
			int before = this.done.size();
			int some = random.nextInt(4);
			await().until(() -> this.done.size() >= Math.min(before + some, messages));
		}
	}

}
