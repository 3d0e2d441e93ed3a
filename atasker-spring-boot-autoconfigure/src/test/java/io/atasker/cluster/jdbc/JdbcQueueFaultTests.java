package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.ChildJvm;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import io.atasker.testsupport.TcpProxy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.init.ScriptUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Consumers in JVMs of their own on one PostgreSQL, which are killed or held.
 */
@Tag("long")
@ExtendWith(LeakGuard.class)
class JdbcQueueFaultTests {

	/** So that a busy machine does not make a node that lives a dead one: 5 s. */
	private static final String SO_MANY_MISSED = "10";

	private static final int ITEMS = 60;

	private final String url = PostgresServer.newDatabase();

	private HikariDataSource database;

	private JdbcTemplate jdbc;

	private JdbcQueueProvider provider;

	private WorkerQueue queue;

	@BeforeEach
	void openQueue() {
		this.database = JdbcQueueContract.pool(this.url);
		this.jdbc = new JdbcTemplate(this.database);
		QueueSchema.create(this.database);
		this.jdbc.execute("create table done (item varchar(100), node varchar(10))");
		this.provider = new JdbcQueueProvider(this.database, ConsumerNode.SETTINGS);
		this.queue = this.provider.open(QueueSpec.named("jobs")
			.codec(new JsonPayloadCodecs(JsonMapper.builder().build()).codec(String.class))
			.build());
	}

	@AfterEach
	void closeQueue() {
		this.provider.close();
		this.database.close();
	}

	@Test
	void killedConsumerLosesNothing() {
		List<String> items = putItems();
		try (ChildJvm first = node("a", "hold")) {
			first.awaitLine("holding");
			first.kill();
			assertThat(done()).doesNotContain(ConsumerNode.HELD);
			try (ChildJvm second = node("b", "go on")) {
				await().untilAsserted(() -> assertThat(done()).containsAll(items));
				await().until(this::left, (left) -> left == 0);
			}
		}
		assertThat(nodesOfHeld()).containsExactly("b");
	}

	@Test
	void frozenConsumerLosesItsItemToAnotherAndIsInterrupted() throws Exception {
		List<String> items = putItems();
		try (ChildJvm first = node("a", "hold")) {
			first.awaitLine("holding");
			try (ChildJvm second = node("b", "go on")) {
				second.awaitLine("started");
				first.hold(Duration.ofSeconds(12));
				await().untilAsserted(() -> assertThat(done()).containsAll(items));
				await().until(this::left, (left) -> left == 0);
			}
			first.awaitLine("interrupted");
			this.queue.put(Envelope.of("after", "after"));
			await().untilAsserted(() -> assertThat(done()).contains("after"));
		}
		assertThat(nodesOfHeld()).containsExactly("b");
	}

	/**
	 * One an hour behind, one an hour ahead: by its own clock it would see only dead
	 * ones.
	 */
	@Test
	void clocksOfTheNodesDoNotMatter() {
		try (ChildJvm behind = node(this.url, "a", "linger", "-3600", SO_MANY_MISSED)) {
			this.queue.put(Envelope.of(ConsumerNode.HELD, ConsumerNode.HELD));
			behind.awaitLine("lingering");
			try (ChildJvm ahead = node(this.url, "b", "go on", "3600", SO_MANY_MISSED)) {
				ahead.awaitLine("started");
				long put = System.nanoTime();
				this.queue.put(new Envelope("later", "later", 0, Duration.ofSeconds(3), Map.of()));
				this.queue.put(Envelope.of("now", "now"));
				await().untilAsserted(() -> assertThat(done()).contains("now"));
				await().untilAsserted(() -> assertThat(done()).contains("later"));
				assertThat(Duration.ofNanos(System.nanoTime() - put)).isGreaterThan(Duration.ofSeconds(2));
				await().untilAsserted(() -> assertThat(done()).contains(ConsumerNode.HELD));
				await().until(this::left, (left) -> left == 0);
			}
		}
		assertThat(nodesOfHeld()).containsExactly("a");
	}

	/** Nobody is told that it is cut: what is sent is neither answered nor refused. */
	@Test
	void nodeThatIsCutOffIsInterruptedAndItsOutcomeIsRefused() throws Exception {
		try (TcpProxy network = TcpProxy.to(PostgresServer.port(this.url));
				ChildJvm cut = node(network.through(this.url), "a", "hold", "0", SO_MANY_MISSED)) {
			this.queue.put(Envelope.of(ConsumerNode.HELD, ConsumerNode.HELD));
			cut.awaitLine("holding");
			try (ChildJvm other = node(this.url, "b", "hold", "0", SO_MANY_MISSED)) {
				other.awaitLine("started");
				network.cut();
				cut.awaitLine("interrupted");
				other.awaitLine("holding");
				network.restore();
				await().until(() -> {
					this.queue.put(Envelope.of("other", "other"));
					return nodes().containsAll(List.of("a", "b"));
				});
				await().until(this::left, (left) -> left == 1);
				assertThat(this.jdbc.queryForList("select picked_by from atasker_queue where picked", String.class))
					.containsExactly("b");
			}
		}
		assertThat(done()).doesNotContain(ConsumerNode.HELD);
		try (ChildJvm last = node("c", "go on")) {
			await().untilAsserted(() -> assertThat(done()).contains(ConsumerNode.HELD));
			await().until(this::left, (left) -> left == 0);
		}
		assertThat(nodesOfHeld()).containsExactly("c");
	}

	/** Whoever opens a queue waits for the database meanwhile. */
	@Test
	void itemIsLostInTimeWhileAQueueIsBeingOpened() throws Exception {
		CountDownLatch inHand = new CountDownLatch(1);
		CountDownLatch lost = new CountDownLatch(1);
		this.queue.subscribe((delivery) -> {
			delivery.onLost(lost::countDown);
			inHand.countDown();
		});
		this.queue.put(Envelope.of("item", "item"));
		assertThat(inHand.await(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> opening;
		try (PostgresServer.Frozen frozen = PostgresServer.freeze()) {
			opening = CompletableFuture.runAsync(() -> this.provider.open(QueueSpec.named("other")
				.codec(new JsonPayloadCodecs(JsonMapper.builder().build()).codec(String.class))
				.build()), (work) -> new Thread(work).start());
			assertThat(lost.await(60, TimeUnit.SECONDS)).isTrue();
			assertThat(opening).isNotDone();
		}
		opening.get(60, TimeUnit.SECONDS);
	}

	/** Another instance has created it, and not committed yet. */
	@Test
	void tableThatAnotherInstanceIsCreatingIsNotCreatedAgain() throws Exception {
		String fresh = PostgresServer.newDatabase();
		try (HikariDataSource pool = JdbcQueueContract.pool(fresh); Connection other = pool.getConnection()) {
			other.setAutoCommit(false);
			ScriptUtils.executeSqlScript(other, new ClassPathResource("schema-postgresql.sql", QueueSchema.class));
			CompletableFuture<Void> creating = CompletableFuture.runAsync(() -> QueueSchema.create(pool),
					(work) -> new Thread(work).start());
			await().until(() -> new JdbcTemplate(pool).queryForObject(
					"select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
					Long.class) == 1);
			other.commit();
			creating.get(30, TimeUnit.SECONDS);
			assertThat(new JdbcTemplate(pool).queryForObject("select count(*) from atasker_queue", Long.class))
				.isZero();
		}
	}

	private List<String> nodes() {
		return this.jdbc.queryForList("select distinct node from done", String.class);
	}

	private List<String> putItems() {
		List<String> items = new ArrayList<>();
		for (int i = 0; i < ITEMS; i++) {
			items.add((i == ITEMS / 2) ? ConsumerNode.HELD : "item-" + i);
		}
		items.forEach((item) -> this.queue.put(Envelope.of(item, item)));
		return items;
	}

	private ChildJvm node(String name, String behaviour) {
		return node(this.url, name, behaviour);
	}

	/** Takes what {@link ConsumerNode} takes. */
	private static ChildJvm node(String... arguments) {
		return ChildJvm.start(ChildJvm.currentJava(), ConsumerNode.class, arguments);
	}

	private List<String> done() {
		return this.jdbc.queryForList("select item from done", String.class);
	}

	/** On a machine that is short of everything it may do it twice. */
	private List<String> nodesOfHeld() {
		return this.jdbc.queryForList("select distinct node from done where item = ?", String.class, ConsumerNode.HELD);
	}

	private long left() {
		return this.jdbc.queryForObject("select count(*) from atasker_queue", Long.class);
	}

}
