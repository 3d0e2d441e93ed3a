package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.TextCodec;
import io.atasker.queue.WorkerQueue;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * How messages are looked for in PostgreSQL.
 */
class PostgresLookTests extends PostgresQueueTests {

	PostgresLookTests() {
		super(JdbcQueueContract.QUICK);
	}

	private long read(String index) {
		return this.jdbc.queryForObject(
				"select coalesce(max(idx_tup_read), 0) from pg_stat_user_indexes where indexrelname = ?", Long.class,
				index);
	}

	/**
	 * Nobody has analyzed the table yet, so the planner knows nothing of what is in it.
	 */
	@Test
	void looksFollowTheIndexFromTheFirstBurstOn() {
		int messages = 10_000;
		this.jdbc.batchUpdate(
				"insert into atasker_queue (task_name, task_instance, task_data, priority, picked, version,"
						+ " execution_time) values ('jobs', ?, ?, 0, false, 1, now())",
				IntStream.range(0, messages)
					.mapToObj((i) -> new Object[] { "k" + i,
							StoredMessage.of(Envelope.of("m" + i, "text"), TextCodec.INSTANCE).write() })
					.toList());
		AtomicInteger executed = new AtomicInteger();
		open(10).subscribe((delivery) -> {
			if (executed.incrementAndGet() <= 500) {
				delivery.ack();
			}
		});
		await().until(() -> executed.get() > 500);
		// What it reads is counted when its connections are closed at the latest. Who
		// reads all that is due at each look reads them more than fifty times.
		this.provider.close();
		this.database.getHikariPoolMXBean().softEvictConnections();
		await().untilAsserted(() -> assertThat(read("atasker_queue_due")).isBetween(500L, 10L * messages));
	}

	@Test
	void nextOneIsFetchedWhileTheLastOneIsDeleted() throws Exception {
		WorkerQueue queue = open(1);
		queue.put(Envelope.of("a", "text"));
		queue.subscribe(this.arrived::add);
		Delivery first = next();
		queue.put(Envelope.of("b", "text"));
		try (Connection other = this.database.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().execute("select 1 from atasker_queue where picked for update");
			first.ack();
			Delivery second = next();
			assertThat(second.envelope().id()).isEqualTo("b");
			assertThat(this.jdbc.queryForObject("select count(*) from atasker_queue", Long.class)).isEqualTo(2);
			other.rollback();
			second.ack();
		}
		await().until(() -> this.jdbc.queryForObject("select count(*) from atasker_queue", Long.class) == 0);
	}

	@Test
	void oneThatIsGivenBackIsNotOvertakenBeforeItIsInItsPlace() throws Exception {
		WorkerQueue queue = open(1);
		queue.put(Envelope.of("a", "text"));
		queue.put(Envelope.of("b", "text"));
		queue.subscribe(this.arrived::add);
		Delivery first = next();
		try (Connection other = this.database.getConnection()) {
			other.setAutoCommit(false);
			other.createStatement().execute("select 1 from atasker_queue where picked for update");
			first.release();
			assertThat(this.arrived.poll(300, TimeUnit.MILLISECONDS)).isNull();
			other.rollback();
		}
		assertThat(next().envelope().id()).isEqualTo("a");
	}

	/** The credit is of those in hand, however long others take to be deleted. */
	@Test
	void neverMoreThanTheCreditIsInHand() throws Exception {
		WorkerQueue queue = open(3);
		for (int i = 0; i < 60; i++) {
			queue.put(Envelope.of("m" + i, "text"));
		}
		queue.subscribe(this.arrived::add);
		Random random = new Random(1);
		int done = 0;
		while (done < 60) {
			List<Delivery> inHand = new ArrayList<>();
			while (inHand.size() < Math.min(3, 60 - done)) {
				inHand.add(next());
			}
			if (done % 10 == 0) {
				assertThat(this.arrived.poll(200, TimeUnit.MILLISECONDS)).isNull();
			}
			assertThat(this.arrived).isEmpty();
			for (Delivery delivery : inHand) {
				if (random.nextInt(4) == 0) {
					delivery.release();
				}
				else {
					delivery.ack();
					done++;
				}
			}
		}
		assertThat(this.arrived.poll(200, TimeUnit.MILLISECONDS)).isNull();
	}

}
