package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

import javax.sql.DataSource;

/**
 * Transactions of one thread. The tables are looked for in the first one that comes
 * through.
 */
final class ViewDatabase {

	/** Milliseconds without an answer after which a connection is taken for dead. */
	private static final int NETWORK_TIMEOUT = 10_000;

	/** What a driver says that has no such timeout, or was not given one. */
	private static final int NO_TIMEOUT = 0;

	private final DataSource dataSource;

	private final ViewSchema schema;

	private boolean prepared;

	ViewDatabase(DataSource dataSource, ViewSchema schema) {
		this.dataSource = dataSource;
		this.schema = schema;
	}

	<T> T inTransaction(Work<T> work) throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			boolean autoCommit = connection.getAutoCommit();
			int timeout = limit(connection);
			try {
				prepare(connection);
				connection.setAutoCommit(false);
				T result = work.in(connection);
				connection.commit();
				return result;
			}
			catch (Throwable ex) {
				rollBack(connection, ex);
				throw ex;
			}
			finally {
				restore(connection, autoCommit, timeout);
			}
		}
	}

	/** Returns the timeout that it had. */
	private static int limit(Connection connection) throws SQLException {
		try {
			int before = connection.getNetworkTimeout();
			connection.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT);
			return before;
		}
		catch (SQLFeatureNotSupportedException ex) {
			return NO_TIMEOUT;
		}
	}

	private void prepare(Connection connection) throws SQLException {
		if (!this.prepared) {
			connection.setAutoCommit(true);
			this.schema.require(connection);
			this.prepared = true;
		}
	}

	private static void rollBack(Connection connection, Throwable ex) {
		try {
			connection.rollback();
		}
		catch (SQLException further) {
			ex.addSuppressed(further);
		}
	}

	/** A connection that is broken is closed all the same. */
	private static void restore(Connection connection, boolean autoCommit, int timeout) {
		try {
			connection.setAutoCommit(autoCommit);
			connection.setNetworkTimeout(Runnable::run, timeout);
		}
		catch (SQLException ignored) {
			// Its pool finds out.
		}
	}

	/**
	 * What is done in a transaction.
	 *
	 * @param <T> what comes of it
	 */
	@FunctionalInterface
	interface Work<T> {

		T in(Connection connection) throws SQLException;

	}

}
