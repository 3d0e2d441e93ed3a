package io.atasker.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.jdbc.JdbcQueueProvider;
import io.atasker.cluster.jdbc.JdbcQueueSettings;
import io.atasker.cluster.jdbc.QueueSchema;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Those that keep items in a database.
 */
final class DurablePeers {

	private DurablePeers() {
	}

	/**
	 * Drains a table.
	 */
	abstract static class DatabaseDrain extends Drain {

		final DataSource database;

		DatabaseDrain(DataSource database, int items) {
			super(items);
			this.database = database;
		}

		abstract String table();

		@Override
		final boolean isEmpty() {
			return new JdbcTemplate(this.database).queryForObject("select count(*) from " + table(), Long.class) == 0;
		}

		@Override
		public void close() {
			((HikariDataSource) this.database).close();
		}

	}

	/**
	 * A queue worker with provider jdbc.
	 */
	static final class OfWorker extends DatabaseDrain {

		private final JdbcQueueProvider provider;

		private final WorkerDrain worker;

		OfWorker(DataSource database, int items) {
			super(database, items);
			QueueSchema.create(database);
			this.provider = new JdbcQueueProvider(database, JdbcQueueSettings.of("bench"));
			this.worker = new WorkerDrain(this.provider, DurableSuite.CONCURRENCY, this.executed::incrementAndGet);
		}

		@Override
		public String name() {
			return "atasker, provider jdbc";
		}

		@Override
		void put() {
			this.worker.put();
		}

		@Override
		void take(boolean taking) {
			this.worker.take(taking);
		}

		@Override
		String table() {
			return "atasker_queue";
		}

		@Override
		public void close() {
			this.worker.close();
			this.provider.close();
			super.close();
		}

	}

	/**
	 * db-scheduler with the same settings, and the table and indexes of its
	 * documentation.
	 */
	static final class OfDbScheduler extends DatabaseDrain {

		private final Scheduler scheduler;

		private final OneTimeTask<String> task = Tasks.oneTime("durable", String.class)
			.execute((instance, context) -> this.executed.incrementAndGet());

		OfDbScheduler(DataSource database, int items) {
			super(database, items);
			createTable();
			this.scheduler = Scheduler.create(database, this.task)
				.threads(DurableSuite.CONCURRENCY)
				.pollUsingLockAndFetch(0.5, 1.0)
				.pollingInterval(Duration.ofSeconds(1))
				.enablePriority()
				.serializer(Serializer.DEFAULT_JAVA_SERIALIZER)
				.build();
			this.scheduler.pause();
			this.scheduler.start();
		}

		private void createTable() {
			JdbcTemplate jdbc = new JdbcTemplate(this.database);
			jdbc.execute("create table scheduled_tasks (task_name text not null, task_instance text not null,"
					+ " task_data bytea, execution_time timestamp with time zone not null, picked boolean not null,"
					+ " picked_by text, last_success timestamp with time zone, last_failure timestamp with time zone,"
					+ " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint not null,"
					+ " priority smallint, primary key (task_name, task_instance))");
			jdbc.execute("create index on scheduled_tasks (execution_time)");
			jdbc.execute("create index on scheduled_tasks (last_heartbeat)");
			jdbc.execute("create index on scheduled_tasks (priority desc, execution_time asc)");
		}

		@Override
		public String name() {
			return "db-scheduler alone";
		}

		@Override
		void put() {
			this.scheduler.schedule(this.task.instance(UUID.randomUUID().toString(), Drain.ITEM), Instant.now());
		}

		@Override
		void take(boolean taking) {
			if (taking) {
				this.scheduler.resume();
				this.scheduler.triggerCheckForDueExecutions();
			}
			else {
				this.scheduler.pause();
			}
		}

		@Override
		String table() {
			return "scheduled_tasks";
		}

		@Override
		public void close() {
			this.scheduler.stop();
			super.close();
		}

	}

}
