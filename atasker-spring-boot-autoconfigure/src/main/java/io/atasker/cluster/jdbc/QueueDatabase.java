package io.atasker.cluster.jdbc;

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
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;
import org.springframework.util.ClassUtils;

/**
 * The database, as all queues of a provider use it.
 */
final class QueueDatabase {

	static final String TABLE = "atasker_queue";

	private static final Logger logger = LoggerFactory.getLogger(QueueDatabase.class);

	/**
	 * db-scheduler deletes what it does not know after a while; nothing of ours, ever.
	 */
	private static final Duration NEVER = Duration.ofDays(36_500);

	private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

	/** Look again when so many threads are free. */
	private static final double LOOK_AGAIN = 0.5;

	private final DataSource dataSource;

	private final JdbcQueueSettings settings;

	private final boolean skipLocked;

	private final QueueTable table;

	private final DatabaseTransactions transactions;

	private final MessageRows rows;

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
		this.skipLocked = isPostgres(dataSource);
		this.rows = new MessageRows(dataSource, this.transactions, this.skipLocked);
		this.clock = new DatabaseClock(this.table::time, application, System::nanoTime,
				() -> !(Thread.currentThread() instanceof WatchThread));
		boolean hinting = settings.hints() && this.skipLocked
				&& ClassUtils.isPresent("org.postgresql.PGConnection", QueueDatabase.class.getClassLoader());
		this.hints = hinting ? new PostgresHints(dataSource, this.rows::tellOthers, queues) : null;
		long often = settings.heartbeatInterval().toNanos();
		this.watch.scheduleWithFixedDelay(() -> {
			if (this.clock.isSuspect()) {
				measureTime();
			}
			loseOverdue(queues);
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
			try {
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
			catch (Throwable ex) {
				// What throws is not done again by its executor, ever.
				this.measuring.set(false);
				logger.warn("No thread could ask the database what time it is; it is tried again", ex);
			}
		}
	}

	private static void loseOverdue(Queues queues) {
		try {
			queues.loseOverdue();
		}
		catch (Throwable ex) {
			// As above.
			logger.warn("Items whose heartbeat is overdue could not be taken away; it is tried again", ex);
		}
	}

	MessageRows rows() {
		return this.rows;
	}

	void insert(String queue, String key, byte[] message, int priority, Duration delay) {
		if (this.skipLocked && delay.isZero()) {
			this.rows.insert(queue, key, message, priority);
		}
		else {
			this.rows.insert(queue, key, message, priority, now().plus(delay));
		}
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
