package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.Subscription;
import io.atasker.queue.WorkerQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nothing here looks by itself: what should be fetched and is not, waits for ever.
 */
class JdbcWakeupTests extends PostgresQueueTests {

	private static final JdbcQueueSettings NEVER_BY_ITSELF = JdbcQueueSettings.of("wakeup")
		.withIntervals(Duration.ofHours(1), Duration.ofSeconds(10));

	private final Set<String> done = ConcurrentHashMap.newKeySet();

	JdbcWakeupTests() {
		super(NEVER_BY_ITSELF);
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
		await().atMost(Duration.ofMinutes(2)).until(() -> this.done.size() == messages);
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

	/** It would lock it and give it back for ever. */
	@Test
	void messageIsNotTouchedWhileItIsPaused() throws Exception {
		WorkerQueue queue = open(1);
		Subscription subscription = queue.subscribe(this.arrived::add);
		queue.put(Envelope.of("first", "text"));
		next().ack();
		await().until(() -> rows("true") == 0);
		subscription.pause();
		queue.put(Envelope.of("second", "text"));
		TimeUnit.SECONDS.sleep(1);
		await().until(() -> rows("picked = false") == 1);
		// A look that was under way may have locked it once and given it back.
		assertThat(version()).isLessThanOrEqualTo(3);
		subscription.resume();
		next().ack();
	}

	private long version() {
		return this.jdbc.queryForObject("select version from atasker_queue", Long.class);
	}

	private long rows(String where) {
		return this.jdbc.queryForObject("select count(*) from atasker_queue where " + where, Long.class);
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
