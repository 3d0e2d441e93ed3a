package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

/**
 * Transactions of one thread. The tables are looked for in the first one that comes
 * through.
 */
final class ViewDatabase {

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
			prepare(connection);
			connection.setAutoCommit(false);
			try {
				T result = work.in(connection);
				connection.commit();
				return result;
			}
			catch (Throwable ex) {
				rollBack(connection, ex);
				throw ex;
			}
			finally {
				restore(connection, autoCommit);
			}
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
	private static void restore(Connection connection, boolean autoCommit) {
		try {
			connection.setAutoCommit(autoCommit);
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
