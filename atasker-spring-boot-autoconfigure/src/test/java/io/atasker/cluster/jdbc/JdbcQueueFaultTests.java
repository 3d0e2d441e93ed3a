package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.ChildJvm;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Consumers in JVMs of their own on one PostgreSQL, which are killed or held.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class JdbcQueueFaultTests {

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

	private List<String> putItems() {
		List<String> items = new ArrayList<>();
		for (int i = 0; i < ITEMS; i++) {
			items.add((i == ITEMS / 2) ? ConsumerNode.HELD : "item-" + i);
		}
		items.forEach((item) -> this.queue.put(Envelope.of(item, item)));
		return items;
	}

	private ChildJvm node(String name, String behaviour) {
		return ChildJvm.start(ChildJvm.currentJava(), ConsumerNode.class, this.url, name, behaviour);
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
