package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ClassUtils;

/**
 * The database, as all queues of a provider use it.
 */
final class QueueDatabase {

	static final String TABLE = "atasker_queue";

	private static final Logger logger = LoggerFactory.getLogger(QueueDatabase.class);

	private static final String INSERT = "insert into " + TABLE
			+ " (task_name, task_instance, task_data, priority, picked, version, execution_time)"
			+ " values (?, ?, ?, ?, false, 1, %s)";

	/**
	 * By the clock that looks are compared with, and only after all looks before: what is
	 * seen by no look that was under way must be due at the next one.
	 */
	private static final String INSERT_NOW = INSERT.formatted("clock_timestamp()");

	private static final String DELETE = "delete from " + TABLE
			+ " where task_name = ? and task_instance = ? and version = ?";

	private static final String INSERT_AT = INSERT.formatted("?");

	/** A hint need not be on the disk. */
	private static final String NOTIFY = "select pg_notify('" + PostgresHints.CHANNEL
			+ "', ?), set_config('synchronous_commit', 'off', true)";

	/**
	 * db-scheduler deletes what it does not know after a while; nothing of ours, ever.
	 */
	private static final Duration NEVER = Duration.ofDays(36_500);

	private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

	/** How long to wait for those who delete rows, before it is tried without them. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** Look again when so many threads are free. */
	private static final double LOOK_AGAIN = 0.5;

	private final DataSource dataSource;

	private final JdbcQueueSettings settings;

	private final boolean skipLocked;

	private final boolean autoCommit;

	private final QueueTable table;

	private final DatabaseTransactions transactions;

	private final JdbcTemplate joined;

	private final JdbcTemplate alone;

	private final TransactionTemplate ownTransaction;

	private final Removals removals = new Removals(this::removeAll, PATIENCE);

	/** Never touches the database, so that it is on time when that does not answer. */
	private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(WatchThread::new);

	private final DatabaseClock clock;

	private final AtomicBoolean measuring = new AtomicBoolean();

	/** None where the database cannot. */
	private final @Nullable PostgresHints hints;

	private final ExecutorService aside = Executors.newFixedThreadPool(2, named("atasker-jdbc-aside"));

	/**
	 * Asks the database what it is.
	 * @param dataSource the database
	 * @param settings how queues are run
	 * @param queues what is to be done with all queues
	 * @param application the clock of this node
	 */
	QueueDatabase(DataSource dataSource, JdbcQueueSettings settings, Queues queues, InstantSource application) {
		this.dataSource = dataSource;
		this.settings = settings;
		this.transactions = new DatabaseTransactions(dataSource, settings.transactionAware());
		this.table = new QueueTable(dataSource, TABLE);
		this.joined = new JdbcTemplate(dataSource);
		// Another key for what is bound to the thread.
		DataSource apart = new DelegatingDataSource(dataSource);
		this.alone = new JdbcTemplate(apart);
		this.ownTransaction = new TransactionTemplate(new JdbcTransactionManager(apart));
		this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
		this.skipLocked = isPostgres(dataSource);
		this.autoCommit = isAutoCommit(dataSource);
		this.clock = new DatabaseClock(this.table::time, application, System::nanoTime,
				() -> !(Thread.currentThread() instanceof WatchThread));
		boolean hinting = settings.hints() && this.skipLocked
				&& ClassUtils.isPresent("org.postgresql.PGConnection", QueueDatabase.class.getClassLoader());
		this.hints = hinting ? new PostgresHints(dataSource, this::sendHint, queues) : null;
		long often = settings.heartbeatInterval().toNanos();
		this.watch.scheduleWithFixedDelay(() -> {
			if (this.clock.isSuspect()) {
				measureTime();
			}
			queues.loseOverdue();
		}, often, often, TimeUnit.NANOSECONDS);
		long measure = DatabaseClock.MEASURE.toNanos();
		this.watch.scheduleWithFixedDelay(this::measureTime, measure, measure, TimeUnit.NANOSECONDS);
	}

	static ThreadFactory named(String name) {
		return (work) -> {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		};
	}

	private static boolean isPostgres(DataSource dataSource) {
		try {
			return "PostgreSQL"
				.equals(JdbcUtils.extractDatabaseMetaData(dataSource, (database) -> database.getDatabaseProductName()));
		}
		catch (MetaDataAccessException ex) {
			throw new org.springframework.dao.DataAccessResourceFailureException(String.valueOf(ex.getMessage()), ex);
		}
	}

	private static boolean isAutoCommit(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection()) {
			return connection.getAutoCommit();
		}
		catch (SQLException ex) {
			throw new org.springframework.dao.DataAccessResourceFailureException(ex.getMessage(), ex);
		}
	}

	/**
	 * Returns whether rows are locked when they are seen, so that what was fetched is in
	 * hand.
	 */
	boolean isSkippingLocked() {
		return this.skipLocked;
	}

	QueueTable table() {
		return this.table;
	}

	DatabaseTransactions transactions() {
		return this.transactions;
	}

	/** Returns what time it is for all nodes. */
	Instant now() {
		return this.clock.now();
	}

	/** Aside, and not again while the last one waits for the database. */
	private void measureTime() {
		if (this.measuring.compareAndSet(false, true)) {
			aside(() -> {
				try {
					this.clock.measure();
				}
				catch (RuntimeException ex) {
					logger.debug("The database could not be asked what time it is", ex);
				}
				finally {
					this.measuring.set(false);
				}
			});
		}
	}

	void insert(String queue, String key, byte[] message, int priority, Duration delay) {
		if (this.skipLocked && delay.isZero()) {
			insert(INSERT_NOW, queue, key, message, priority);
		}
		else {
			insert(INSERT_AT, queue, key, message, priority, QueueCustomization.time(now().plus(delay)));
		}
	}

	private void insert(String sql, Object... row) {
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
	boolean remove(QueueTable.PickedRow row) {
		return this.removals.remove(row);
	}

	boolean removeAlone(QueueTable.PickedRow row) {
		boolean[] there = new boolean[1];
		alone(() -> there[0] = this.alone.update(DELETE, arguments(row)) == 1);
		return there[0];
	}

	private boolean[] removeAll(List<QueueTable.PickedRow> rows) {
		if (rows.size() == 1) {
			return new boolean[] { removeAlone(rows.get(0)) };
		}
		boolean[] there = new boolean[rows.size()];
		Runnable batch = () -> {
			int[] counts = this.alone.batchUpdate(DELETE, rows.stream().map(QueueDatabase::arguments).toList());
			for (int i = 0; i < counts.length; i++) {
				there[i] = counts[i] == 1;
			}
		};
		if (this.skipLocked) {
			// Its driver sends a batch of this size at once, as one transaction. (Not
			// with
			// preferQueryMode=simple, where rows before one that fails are gone then.)
			alone(batch);
		}
		else {
			this.ownTransaction.executeWithoutResult((status) -> batch.run());
		}
		return there;
	}

	private static Object[] arguments(QueueTable.PickedRow row) {
		return new Object[] { row.queue(), row.key(), row.version() };
	}

	/** Hears from now on what others put. */
	void listen() {
		if (this.hints != null) {
			this.hints.listen();
		}
	}

	/**
	 * Has the other nodes look for a message, as soon as somebody comes to it.
	 * @param queue in which one
	 */
	void hintOthers(String queue) {
		if (this.hints != null) {
			this.hints.send(queue);
		}
	}

	private void sendHint(String payload) {
		alone(() -> this.alone.query(NOTIFY, (row) -> {
		}, payload));
	}

	Scheduler scheduler(Task<?> task, FetchLimit limit, ExecutorService executor) {
		String queue = task.getName();
		SchedulerBuilder builder = Scheduler.create(this.dataSource, List.of(task))
			.schedulerName(new SchedulerName.Fixed(this.settings.node()))
			.tableName(TABLE)
			.serializer(new MessageSerializer())
			.jdbcCustomization(new QueueCustomization(queue, this.skipLocked, limit))
			.clock(this.clock)
			.enablePriority()
			.threads(limit.threads())
			.executorService(executor)
			.dueExecutor(Executors.newSingleThreadExecutor(named("atasker-jdbc-due-" + queue)))
			.housekeeperExecutor(Executors.newScheduledThreadPool(2, named("atasker-jdbc-heart-" + queue)))
			.pollingInterval(this.settings.pollInterval())
			.heartbeatInterval(this.settings.heartbeatInterval())
			.missedHeartbeatsLimit(this.settings.missedHeartbeats())
			.deleteUnresolvedAfter(NEVER)
			.shutdownMaxWait(LONGEST_STOP)
			.failureLogging(LogLevel.WARN, true);
		if (this.skipLocked) {
			builder.pollUsingLockAndFetch(LOOK_AGAIN, 1.0);
		}
		else {
			builder.pollUsingFetchAndLockOnExecute(LOOK_AGAIN, 1.0);
		}
		return builder.build();
	}

	/**
	 * Does something that may have to wait for the database.
	 * @param work what
	 */
	void aside(Runnable work) {
		this.aside.execute(work);
	}

	void stopAside(JdbcConsumer consumer) {
		aside(consumer::stop);
	}

	/**
	 * Says what went wrong, and what to do where that is known.
	 * @param ex what was thrown
	 * @return the reason
	 */
	String explain(RuntimeException ex) {
		if (ex instanceof BadSqlGrammarException) {
			return ("its table %s is missing or not as it should be; set atasker.cluster.initialize-schema=always, or run"
					+ " the script in classpath:io/atasker/cluster/jdbc for your database (%s)")
				.formatted(TABLE, NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
		}
		return String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage());
	}

	void close() {
		this.watch.shutdownNow();
		if (this.hints != null) {
			this.hints.close();
		}
		this.aside.shutdown();
	}

	/**
	 * The one that never waits for the database.
	 */
	private static final class WatchThread extends Thread {

		WatchThread(Runnable work) {
			super(work, "atasker-jdbc-watch");
			setDaemon(true);
		}

	}

	/**
	 * What is to be done with all queues of a provider.
	 */
	interface Queues extends PostgresHints.Hinted {

		/**
		 * Takes away what other nodes may have by now. Must not wait for the database.
		 */
		void loseOverdue();

	}

}
