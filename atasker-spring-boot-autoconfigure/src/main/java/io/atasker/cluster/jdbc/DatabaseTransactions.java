package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions of the database that are bound to the current thread.
 */
final class DatabaseTransactions {

	private final DataSource dataSource;

	private final boolean aware;

	/**
	 * Creates it.
	 * @param dataSource the database
	 * @param aware whether they matter
	 */
	DatabaseTransactions(DataSource dataSource, boolean aware) {
		this.dataSource = dataSource;
		this.aware = aware;
	}

	/**
	 * Returns whether what is done to the database now belongs to a transaction of the
	 * caller.
	 * @return {@code false} also for transactions of something else
	 */
	boolean isJoined() {
		return this.aware && TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive() && isBound();
	}

	/**
	 * Returns whether the connection of this thread is in a transaction. In one of
	 * something else it is bound too, if it was used before, and commits each statement.
	 */
	private boolean isBound() {
		Object bound = TransactionSynchronizationManager.getResource(this.dataSource);
		if (!(bound instanceof ConnectionHolder)) {
			return bound != null;
		}
		Connection connection = DataSourceUtils.getConnection(this.dataSource);
		try {
			return !connection.getAutoCommit();
		}
		catch (SQLException ex) {
			throw new DataAccessResourceFailureException(String.valueOf(ex.getMessage()), ex);
		}
		finally {
			DataSourceUtils.releaseConnection(connection, this.dataSource);
		}
	}

	/**
	 * Does something as soon as others can see what was done to the database.
	 * @param action not done after a rollback
	 */
	void afterCommit(Runnable action) {
		if (!isJoined()) {
			action.run();
			return;
		}
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			// Not afterCommit, which is not called where that is registered after the
			// commit.
			@Override
			public void afterCompletion(int status) {
				if (status == STATUS_COMMITTED) {
					action.run();
				}
			}

		});
	}

}
