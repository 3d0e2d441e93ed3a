package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.jdbc.QueueTable.PickedRow;
import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Rows of messages that are deleted together, in real databases.
 */
@Tag("waiting")
class MessageRowsTests {

	@ParameterizedTest(name = "PostgreSQL: {0}")
	@ValueSource(booleans = { true, false })
	void eachIsToldWhetherItsOwnRowWasStillThere(boolean postgres) throws Exception {
		String url = postgres ? PostgresServer.newDatabase() : "jdbc:h2:mem:rows;LOCK_TIMEOUT=60000";
		try (HikariDataSource pool = JdbcQueueContract.pool(url);
				Connection other = pool.getConnection();
				Statement statement = other.createStatement()) {
			QueueSchema.create(pool);
			MessageRows rows = new MessageRows(pool, new DatabaseTransactions(pool, true), postgres);
			for (String key : List.of("held", "a", "b", "c", "d")) {
				rows.insert("jobs", key, new byte[1], 0, Instant.now());
			}
			JdbcTemplate jdbc = new JdbcTemplate(pool);
			jdbc.update("update atasker_queue set version = 2 where task_instance = 'b'");
			other.setAutoCommit(false);
			statement.execute("select * from atasker_queue where task_instance = 'held' for update");
			CompletableFuture<Boolean> held = remove(rows, "held");
			await().until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 2);
			// They line up behind it, and one of them deletes the rows of all in the end.
			List<CompletableFuture<Boolean>> others = Stream.of("a", "b", "c", "d")
				.map((key) -> remove(rows, key))
				.toList();
			for (int i = 0; i < 4; i++) {
				assertThat(others.get(i).get(60, TimeUnit.SECONDS)).as("row %d", i).isEqualTo(i != 1);
			}
			assertThat(held).isNotDone();
			other.rollback();
			assertThat(held.get(60, TimeUnit.SECONDS)).isTrue();
			assertThat(jdbc.queryForList("select task_instance from atasker_queue", String.class)).containsExactly("b");
		}
	}

	private static CompletableFuture<Boolean> remove(MessageRows rows, String key) {
		return CompletableFuture.supplyAsync(() -> rows.remove(new PickedRow("jobs", key, 1)),
				(work) -> new Thread(work).start());
	}

}
