package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens to NOTIFY of PostgreSQL, on a thread and a connection that are for nothing
 * else. One that breaks is replaced, for as long as it takes; meanwhile messages are
 * found by the looks that happen anyway.
 */
final class PostgresListener implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(PostgresListener.class);

	/** How long nothing may be heard before the connection is tried, in nanoseconds. */
	private static final long QUIET = 10_000_000_000L;

	/**
	 * How often to look whether it is closed, in milliseconds: what waits for the network
	 * cannot be interrupted.
	 */
	private static final int LOOK = 200;

	/** How long it may take to end by itself, in milliseconds. */
	private static final long END = 1000;

	/** How long the database may take to answer then, in seconds. */
	private static final int ANSWER = 5;

	/** Below that the queues themselves would stand still. */
	private static final int SMALLEST_POOL = 4;

	private static final long FIRST_PAUSE = 500;

	private static final long LONGEST_PAUSE = 30_000;

	private final DataSource dataSource;

	private final Consumer<String> heard;

	private final Runnable connected;

	private final Thread thread = QueueDatabase.named("atasker-jdbc-listen").newThread(this::run);

	/** What the thread is blocked in, and cannot be interrupted. */
	private volatile @Nullable Connection used;

	private final CountDownLatch closing = new CountDownLatch(1);

	/** Of the thread: whether it could listen since it has got a connection. */
	private boolean listening;

	/** Whether it was told that it cannot listen. Of the thread. */
	private boolean away;

	/**
	 * Creates it.
	 * @param dataSource the database
	 * @param heard called with each payload, on the thread of this listener
	 * @param connected called each time it begins to listen: it may have missed something
	 */
	PostgresListener(DataSource dataSource, Consumer<String> heard, Runnable connected) {
		this.dataSource = dataSource;
		this.heard = heard;
		this.connected = connected;
	}

	void start() {
		this.thread.start();
	}

	private void run() {
		int size = PoolSize.of(this.dataSource);
		if (size < SMALLEST_POOL) {
			logger.info(
					"What other nodes put is seen at each look only: to listen takes one connection for good, and the "
							+ "pool has {} in all; give it {} at least",
					size, SMALLEST_POOL);
			return;
		}
		long pause = FIRST_PAUSE;
		while (!isClosed()) {
			try (Connection connection = this.dataSource.getConnection()) {
				if (!connection.isWrapperFor(PGConnection.class)) {
					logger.info("What other nodes put is seen at each look only: connections of {} cannot listen",
							connection.getClass().getName());
					return;
				}
				listen(connection);
			}
			catch (SQLException | RuntimeException ex) {
				pause = this.listening ? FIRST_PAUSE : Math.min(LONGEST_PAUSE, 2 * pause);
				tell(ex);
			}
			this.listening = false;
			this.used = null;
			if (!linger(pause)) {
				return;
			}
		}
	}

	/** Once for each time of being away. */
	private void tell(Exception ex) {
		if (!isClosed() && !this.away) {
			this.away = true;
			logger.warn("What other nodes put is seen at each look only, until the database can be listened to again",
					ex);
		}
	}

	private boolean isClosed() {
		return this.closing.getCount() == 0;
	}

	private boolean linger(long millis) {
		try {
			return !this.closing.await(millis, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

	private void listen(Connection connection) throws SQLException {
		PGConnection own = connection.unwrap(PGConnection.class);
		boolean autoCommit = connection.getAutoCommit();
		connection.setAutoCommit(true);
		boolean whole = false;
		try (Statement statement = connection.createStatement()) {
			this.used = (Connection) own;
			statement.execute("listen " + PostgresHints.CHANNEL);
			this.listening = true;
			if (this.away) {
				this.away = false;
				logger.info("The database can be listened to again");
			}
			this.connected.run();
			hear(connection, own);
			statement.execute("unlisten *");
			connection.setAutoCommit(autoCommit);
			whole = true;
		}
		finally {
			if (!whole) {
				// Nobody else may get it out of the pool as it is.
				abort((Connection) own);
			}
		}
	}

	private void hear(Connection connection, PGConnection own) throws SQLException {
		long quietSince = System.nanoTime();
		while (!isClosed()) {
			PGNotification[] notifications = own.getNotifications(LOOK);
			if (notifications != null && notifications.length > 0) {
				for (PGNotification notification : notifications) {
					this.heard.accept(notification.getParameter());
				}
				quietSince = System.nanoTime();
			}
			else if (System.nanoTime() - quietSince > QUIET && !isClosed()) {
				if (!connection.isValid(ANSWER)) {
					throw new SQLException("the database does not answer");
				}
				quietSince = System.nanoTime();
			}
		}
	}

	@Override
	public void close() {
		this.closing.countDown();
		if (!hasEnded()) {
			this.thread.interrupt();
			Connection blocked = this.used;
			if (blocked != null) {
				abort(blocked);
			}
		}
	}

	private boolean hasEnded() {
		try {
			this.thread.join(END);
			return !this.thread.isAlive();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private static void abort(Connection blocked) {
		try {
			blocked.abort(Runnable::run);
		}
		catch (SQLException ex) {
			logger.debug("The connection that listens cannot be closed", ex);
		}
	}

}
