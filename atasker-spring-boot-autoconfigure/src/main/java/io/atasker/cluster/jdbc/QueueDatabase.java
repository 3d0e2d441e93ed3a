package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.Task;
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

/**
 * The database, as all queues of a provider use it.
 */
final class QueueDatabase {

	static final String TABLE = "atasker_queue";

	private static final Logger logger = LoggerFactory.getLogger(QueueDatabase.class);

	private static final String INSERT = "insert into " + TABLE
			+ " (task_name, task_instance, task_data, execution_time, picked, version, priority)"
			+ " values (?, ?, ?, ?, false, 1, ?)";

	/**
	 * db-scheduler deletes what it does not know after a while; nothing of ours, ever.
	 */
	private static final Duration NEVER = Duration.ofDays(36_500);

	private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

	private static final Duration WORST_CLOCK = Duration.ofSeconds(1);

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

	/** Never touches the database, so that it is on time when that does not answer. */
	private final ScheduledExecutorService watch = Executors
		.newSingleThreadScheduledExecutor(named("atasker-jdbc-watch"));

	private final ExecutorService aside = Executors.newFixedThreadPool(2, named("atasker-jdbc-aside"));

	/**
	 * Asks the database what it is.
	 * @param dataSource the database
	 * @param settings how queues are run
	 * @param loseOverdue called now and then
	 */
	QueueDatabase(DataSource dataSource, JdbcQueueSettings settings, Runnable loseOverdue) {
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
		warnOfClocks();
		long often = settings.heartbeatInterval().toNanos();
		this.watch.scheduleWithFixedDelay(loseOverdue, often, often, TimeUnit.NANOSECONDS);
	}

	private static ThreadFactory named(String name) {
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

	/** The engine compares times of one node with the clock of another. */
	private void warnOfClocks() {
		Instant before = Instant.now();
		Instant there = this.table.time();
		Duration apart = Duration.between(there.isBefore(before) ? there : Instant.now(),
				there.isBefore(before) ? before : there);
		if (apart.compareTo(WORST_CLOCK) > 0) {
			logger.warn("The clocks of this node and of the database are {} apart: messages may come late, and messages"
					+ " in hand may be given to another node. Have the clocks of all nodes kept by NTP", apart);
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

	void insert(String queue, String key, byte[] message, int priority, Instant due) {
		Object[] row = { queue, key, message, QueueCustomization.time(due), priority };
		if (this.transactions.isJoined()) {
			this.joined.update(INSERT, row);
		}
		else if (this.autoCommit) {
			this.alone.update(INSERT, row);
		}
		else {
			this.ownTransaction.executeWithoutResult((status) -> this.alone.update(INSERT, row));
		}
	}

	Scheduler scheduler(Task<?> task, int threads, ExecutorService executor) {
		String queue = task.getName();
		SchedulerBuilder builder = Scheduler.create(this.dataSource, List.of(task))
			.schedulerName(new SchedulerName.Fixed(this.settings.node()))
			.tableName(TABLE)
			.serializer(new MessageSerializer())
			.jdbcCustomization(new QueueCustomization(queue, this.skipLocked))
			.enablePriority()
			.threads(threads)
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
		this.aside.shutdown();
	}

}
