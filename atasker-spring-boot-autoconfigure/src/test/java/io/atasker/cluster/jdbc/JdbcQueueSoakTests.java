package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.ChildJvm;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Consumers that are killed and frozen at random while items come in. In a normal build
 * it takes seconds; the system property {@code atasker.soak}, a number of percent, makes
 * it longer, 100 being half an hour. {@code atasker.soak.seed} repeats what was done.
 */
@Tag("long")
@ExtendWith(LeakGuard.class)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class JdbcQueueSoakTests {

	private static final double PERCENT = Double.parseDouble(System.getProperty("atasker.soak", "0"));

	private static final long SEED = Long.getLong("atasker.soak.seed", System.nanoTime());

	private static final Duration LONGEST = Duration.ofMinutes(30);

	private static final Duration LEAST = Duration.ofSeconds(9);

	private static final int NODES = 3;

	private static final int PRODUCERS = 2;

	/** Between two items of a producer, in milliseconds. */
	private static final int PACE = 10;

	private final Random random = new Random(SEED);

	private final Queue<String> confirmed = new ConcurrentLinkedQueue<>();

	private final CountDownLatch enough = new CountDownLatch(1);

	private final List<ChildJvm> nodes = new ArrayList<>();

	private int kills;

	private int freezes;

	@Test
	void everyConfirmedItemIsExecutedWhoeverDies() throws Exception {
		String url = PostgresServer.newDatabase();
		try (HikariDataSource database = JdbcQueueContract.pool(url);
				JdbcQueueProvider provider = new JdbcQueueProvider(database, ConsumerNode.SETTINGS)) {
			QueueSchema.create(database);
			JdbcTemplate jdbc = new JdbcTemplate(database);
			jdbc.execute("create table done (item varchar(100), node varchar(10))");
			WorkerQueue queue = provider.open(QueueSpec.named("jobs")
				.codec(new JsonPayloadCodecs(JsonMapper.builder().build()).codec(String.class))
				.build());
			for (int i = 0; i < NODES; i++) {
				this.nodes.add(node(url, i));
			}
			this.nodes.forEach((node) -> node.awaitLine("started"));
			List<CompletableFuture<Void>> producers = IntStream.range(0, PRODUCERS)
				.mapToObj((producer) -> CompletableFuture.runAsync(() -> produce(queue, producer),
						(work) -> new Thread(work).start()))
				.toList();
			disturb(url);
			this.enough.countDown();
			producers.forEach(CompletableFuture::join);
			check(jdbc);
		}
		finally {
			this.nodes.forEach(ChildJvm::close);
		}
	}

	private static ChildJvm node(String url, int number) {
		return ChildJvm.start(ChildJvm.currentJava(), ConsumerNode.class, url, "node" + number, "work");
	}

	private void produce(WorkerQueue queue, int producer) {
		for (int i = 0; !waited(PACE); i++) {
			String item = "p%d-%d".formatted(producer, i);
			queue.put(Envelope.of(item, item));
			this.confirmed.add(item);
		}
	}

	private boolean waited(long millis) {
		try {
			return this.enough.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return true;
		}
	}

	private void disturb(String url) throws Exception {
		long nanos = Math.max(LEAST.toNanos(), (long) (LONGEST.toNanos() * PERCENT / 100));
		long start = System.nanoTime();
		while (System.nanoTime() - start < nanos) {
			int victim = this.random.nextInt(NODES);
			// At first a kill: a short run is to have one.
			if (this.kills == 0 || this.random.nextInt(3) == 0) {
				this.kills++;
				this.nodes.get(victim).kill();
				this.nodes.set(victim, node(url, victim));
			}
			else {
				this.freezes++;
				// From too short to be noticed to long enough to lose what it has.
				this.nodes.get(victim).hold(Duration.ofMillis(200 + this.random.nextInt(4000)));
			}
			waited(100 + this.random.nextInt(900));
		}
	}

	private void check(JdbcTemplate jdbc) {
		await().atMost(Duration.ofMinutes(2))
			.until(() -> jdbc.queryForObject("select count(*) from atasker_queue", Long.class) == 0);
		List<String> done = jdbc.queryForList("select distinct item from done", String.class);
		long executions = jdbc.queryForObject("select count(*) from done", Long.class);
		long twice = executions - done.size();
		String found = ("seed %d: %d kills, %d freezes, %d confirmed items, %d executed, %d of them again")
			.formatted(SEED, this.kills, this.freezes, this.confirmed.size(), done.size(), twice);
		System.out.println(found);
		assertThat(done).as(found).containsAll(this.confirmed);
		assertThat(twice).as(found).isLessThanOrEqualTo((long) (this.kills + this.freezes) * ConsumerNode.CONCURRENCY);
		assertThat(this.confirmed).as(found).hasSizeGreaterThan(100);
	}

}
