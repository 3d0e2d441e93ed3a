package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import javax.sql.DataSource;

import io.atasker.cluster.jdbc.QueueTable.PickedRow;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How rows come into the table and leave it: put in the transaction of the caller, if
 * there is one, and deleted in one of their own. What is done for each message costs one
 * round trip where the pool commits by itself.
 */
final class MessageRows {

	private static final String INSERT = "insert into " + QueueDatabase.TABLE
			+ " (task_name, task_instance, task_data, priority, picked, version, execution_time)"
			+ " values (?, ?, ?, ?, false, 1, %s)";

	/**
	 * By the clock that looks are compared with, and only after all looks before: what is
	 * seen by no look that was under way must be due at the next one.
	 */
	private static final String INSERT_NOW = INSERT.formatted("clock_timestamp()");

	private static final String INSERT_AT = INSERT.formatted("?");

	private static final String DELETE = "delete from " + QueueDatabase.TABLE
			+ " where task_name = ? and task_instance = ? and version = ?";

	/** A hint need not be on the disk. */
	private static final String NOTIFY = "select pg_notify('" + PostgresHints.CHANNEL
			+ "', ?), set_config('synchronous_commit', 'off', true)";

	/** How long to wait for those who delete rows, before it is tried without them. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final DatabaseTransactions transactions;

	private final boolean batchIsOneTransaction;

	private final boolean autoCommit;

	private final JdbcTemplate joined;

	private final JdbcTemplate alone;

	private final TransactionTemplate ownTransaction;

	private final Removals removals = new Removals(this::removeAll, PATIENCE);

	/**
	 * Asks the database whether it commits by itself.
	 * @param dataSource the database
	 * @param transactions those of the callers
	 * @param postgres whether it is PostgreSQL
	 */
	MessageRows(DataSource dataSource, DatabaseTransactions transactions, boolean postgres) {
		this.transactions = transactions;
		// Its driver sends a batch of ours at once. (Not with preferQueryMode=simple,
		// where rows before one that fails are gone then, and said to be on another
		// node.)
		this.batchIsOneTransaction = postgres;
		this.autoCommit = isAutoCommit(dataSource);
		this.joined = new JdbcTemplate(dataSource);
		// Another key for what is bound to the thread.
		DataSource apart = new DelegatingDataSource(dataSource);
		this.alone = new JdbcTemplate(apart);
		this.ownTransaction = new TransactionTemplate(new JdbcTransactionManager(apart));
		this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
	}

	private static boolean isAutoCommit(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getAutoCommit();
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException(String.valueOf(ex.getMessage()), ex);
		}
	}

	/** Puts a message that is due at once. For PostgreSQL only. */
	void insert(String queue, String key, byte[] message, int priority) {
		put(INSERT_NOW, queue, key, message, priority);
	}

	void insert(String queue, String key, byte[] message, int priority, Instant due) {
		put(INSERT_AT, queue, key, message, priority, QueueCustomization.time(due));
	}

	private void put(String sql, Object... row) {
		if (this.transactions.isJoined()) {
			this.joined.update(sql, row);
		}
		else {
			alone(() -> this.alone.update(sql, row));
		}
	}

	private void alone(Runnable statement) {
		if (this.autoCommit) {
			statement.run();
		}
		else {
			this.ownTransaction.executeWithoutResult((status) -> statement.run());
		}
	}

	/**
	 * Deletes a row that somebody has in hand, together with those that others delete.
	 * @param row the row as it was picked
	 * @return whether it was still there
	 */
	boolean remove(PickedRow row) {
		return this.removals.remove(row);
	}

	/**
	 * Deletes a row that somebody has in hand.
	 * @param row the row as it was picked
	 * @return whether it was still there
	 */
	boolean removeAlone(PickedRow row) {
		boolean[] there = new boolean[1];
		alone(() -> there[0] = this.alone.update(DELETE, arguments(row)) == 1);
		return there[0];
	}

	private boolean[] removeAll(List<PickedRow> rows) {
		if (rows.size() == 1) {
			return new boolean[] { removeAlone(rows.get(0)) };
		}
		boolean[] there = new boolean[rows.size()];
		Runnable batch = () -> {
			int[] counts = this.alone.batchUpdate(DELETE, rows.stream().map(MessageRows::arguments).toList());
			for (int i = 0; i < counts.length; i++) {
				there[i] = counts[i] == 1;
			}
		};
		if (this.batchIsOneTransaction) {
			alone(batch);
		}
		else {
			this.ownTransaction.executeWithoutResult((status) -> batch.run());
		}
		return there;
	}

	private static Object[] arguments(PickedRow row) {
		return new Object[] { row.queue(), row.key(), row.version() };
	}

	/**
	 * Tells the other nodes, of PostgreSQL, that there is something.
	 * @param payload what
	 */
	void tellOthers(String payload) {
		alone(() -> this.alone.query(NOTIFY, (row) -> {
		}, payload));
	}

}
