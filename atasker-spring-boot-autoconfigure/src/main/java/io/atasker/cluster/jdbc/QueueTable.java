package io.atasker.cluster.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import io.atasker.queue.QueueStats;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What is done to the table beside what db-scheduler does: counting, and moving messages
 * to the dead letters and back. A dead letter is a row like any other, under a task name
 * that nobody runs; so a message is in one place at any time.
 */
final class QueueTable {

	/** What no queue can be named like. */
	private static final String DEAD = "/dead";

	private final String table;

	private final JdbcTemplate jdbc;

	private final TransactionTemplate transaction;

	QueueTable(DataSource dataSource, String table) {
		this.table = table;
		// Another key for what is bound to the thread: never part of what the caller
		// does, and never the one that commits it.
		DataSource apart = new DelegatingDataSource(dataSource);
		this.jdbc = new JdbcTemplate(apart);
		this.transaction = new TransactionTemplate(new JdbcTransactionManager(apart));
		this.transaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	static String dead(String queue) {
		return queue + DEAD;
	}

	/** Returns what time the database has. The wait for a connection does not count. */
	DatabaseClock.Answer time() {
		return Objects.requireNonNull(this.transaction.execute((status) -> DatabaseClock.Answer.of(this::askTime)));
	}

	private Instant askTime() {
		return Objects.requireNonNull(this.jdbc.queryForObject("select current_timestamp", OffsetDateTime.class))
			.toInstant();
	}

	/** Each half has an index of its own. */
	QueueStats count(String queue, Instant now) {
		String sql = "select task_name, picked, due, count(*) as number from (select task_name, picked,"
				+ " case when execution_time <= ? then 1 else 0 end as due from %1$s"
				+ " where picked = false and task_name in (?, ?)"
				+ " union all select task_name, picked, 1 as due from %1$s where picked = true and task_name = ?)"
				+ " as found group by task_name, picked, due";
		long[] counts = new long[4];
		Object time = QueueCustomization.time(now);
		this.transaction.executeWithoutResult((status) -> this.jdbc.query(sql.formatted(this.table), (row) -> {
			counts[place(queue, row)] += row.getLong("number");
		}, time, queue, dead(queue), queue));
		return new QueueStats(counts[0], counts[1], counts[2], counts[3]);
	}

	private static int place(String queue, ResultSet row) throws SQLException {
		if (!row.getString("task_name").equals(queue)) {
			return 3;
		}
		if (row.getBoolean("picked")) {
			return 1;
		}
		return (row.getInt("due") == 1) ? 0 : 2;
	}

	/**
	 * Moves a message to the dead letters.
	 * @param row which one, as it was picked
	 * @param now when
	 * @param message what it is from now on
	 * @return whether it was still there
	 */
	boolean bury(PickedRow row, Instant now, StoredMessage message) {
		return update(
				"update %s set task_name = ?, execution_time = ?, task_data = ?, picked = false, picked_by = null,"
						+ " last_heartbeat = null, last_failure = ?, consecutive_failures = 0, version = version + 1"
						+ " where task_name = ? and task_instance = ? and version = ?",
				dead(row.queue()), QueueCustomization.time(now), message.write(), QueueCustomization.time(now),
				row.queue(), row.key(), row.version()) == 1;
	}

	/** Returns the newest ones, newest first. */
	List<Row> deadLetters(String queue, int limit) {
		String sql = "select task_instance, task_data from %s where task_name = ? and picked = false"
				+ " order by execution_time desc fetch first %d rows only";
		return rows(sql.formatted(this.table, Math.max(limit, 0)), dead(queue));
	}

	/** Returns the oldest ones that were there at some time, oldest first. */
	List<Row> deadLettersUntil(String queue, int limit, Instant time) {
		String sql = "select task_instance, task_data from %s where task_name = ? and picked = false"
				+ " and execution_time <= ? order by execution_time asc fetch first %d rows only";
		return rows(sql.formatted(this.table, limit), dead(queue), QueueCustomization.time(time));
	}

	List<Row> deadLetter(String queue, String key) {
		String sql = "select task_instance, task_data from %s where task_name = ? and task_instance = ?";
		return rows(sql.formatted(this.table), dead(queue), key);
	}

	private List<Row> rows(String sql, Object... arguments) {
		return Objects.requireNonNull(this.transaction.execute((status) -> this.jdbc.query(sql,
				(row, number) -> new Row(row.getString("task_instance"), row.getBytes("task_data")), arguments)));
	}

	boolean redrive(String queue, String key, Instant now, StoredMessage message) {
		return update(
				"update %s set task_name = ?, execution_time = ?, task_data = ?, last_failure = null,"
						+ " version = version + 1 where task_name = ? and task_instance = ?",
				queue, QueueCustomization.time(now), message.write(), dead(queue), key) == 1;
	}

	boolean purge(String queue, String key) {
		return update("delete from %s where task_name = ? and task_instance = ?", dead(queue), key) == 1;
	}

	int purgeAll(String queue) {
		return update("delete from %s where task_name = ?", dead(queue));
	}

	private int update(String sql, Object... arguments) {
		return Objects.requireNonNull(
				this.transaction.execute((status) -> this.jdbc.update(sql.formatted(this.table), arguments)));
	}

	/**
	 * A row of the table.
	 *
	 * @param key the task instance
	 * @param data what is stored
	 */
	record Row(String key, byte[] data) {

	}

	/**
	 * A row that somebody has in hand.
	 *
	 * @param queue the task name
	 * @param key the task instance
	 * @param version which update of it
	 */
	record PickedRow(String queue, String key, long version) {

	}

}
