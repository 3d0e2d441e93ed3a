package io.atasker.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.SynchronousQueue;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.JsonPayloadCodecs;
import io.atasker.cluster.jdbc.JdbcQueueProvider;
import io.atasker.cluster.jdbc.JdbcQueueSettings;
import io.atasker.cluster.jdbc.QueueSchema;
import io.atasker.queue.Envelope;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.WorkerQueue;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.Workers;
import tools.jackson.databind.json.JsonMapper;

/**
 * From the call of put on one node to the execution on another, which has nothing else to
 * do. The nodes share the JVM and the database, and nothing else.
 */
final class DurableNodes {

	private DurableNodes() {
	}

	/**
	 * Puts an item, waits until it is executed, and so on.
	 */
	abstract static class PutThere implements Contestant {

		final SynchronousQueue<Long> executed = new SynchronousQueue<>();

		final HikariDataSource here;

		final HikariDataSource there;

		private final int samples;

		PutThere(HikariDataSource here, HikariDataSource there, int samples) {
			this.here = here;
			this.there = there;
			this.samples = samples;
		}

		abstract void put();

		final void execute() throws InterruptedException {
			this.executed.put(System.nanoTime());
		}

		@Override
		public final Map<String, Double> round() throws Exception {
			Latencies latencies = new Latencies(this.samples);
			for (int i = 0; i < this.samples; i++) {
				long start = System.nanoTime();
				put();
				latencies.add(this.executed.take() - start);
			}
			return latencies.summary();
		}

		@Override
		public void close() {
			this.here.close();
			this.there.close();
		}

	}

	/**
	 * A queue of provider jdbc here, a worker on it there.
	 */
	static final class OfWorker extends PutThere {

		private final String name;

		private final JdbcQueueProvider putting;

		private final JdbcQueueProvider taking;

		private final Supervisor supervisor = Supervisor.builder().build();

		private final WorkerQueue queue;

		OfWorker(String name, HikariDataSource here, HikariDataSource there, JdbcQueueSettings settings, int samples) {
			super(here, there, samples);
			this.name = name;
			QueueSchema.create(here);
			this.putting = new JdbcQueueProvider(here, settings);
			this.taking = new JdbcQueueProvider(there, settings);
			JsonPayloadCodecs codecs = new JsonPayloadCodecs(JsonMapper.builder().build());
			// Of its own, or the contestants would take each other's items.
			String shared = "nodes" + UUID.randomUUID();
			this.queue = this.putting.open(QueueSpec.named(shared).codec(codecs.codec(String.class)).build());
			Workers.builder()
				.supervisors(List.of(this.supervisor))
				.queueProviders((id) -> this.taking)
				.payloadCodecs(codecs)
				.build()
				.define(shared)
				.queue(String.class)
				.provider(JdbcQueueProvider.ID)
				.concurrency(2)
				.executor((item, context) -> execute())
				.register();
			this.supervisor.start();
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		void put() {
			this.queue.put(Envelope.of(UUID.randomUUID().toString(), "x"));
		}

		@Override
		public void close() {
			this.supervisor.close();
			this.taking.close();
			this.putting.close();
			super.close();
		}

	}

	/**
	 * A client of db-scheduler here, a scheduler there, on the table of
	 * {@link DurablePeers.OfDbScheduler}.
	 */
	static final class OfDbScheduler extends PutThere {

		private final OneTimeTask<String> task = Tasks.oneTime("there", String.class)
			.execute((instance, context) -> executeThere());

		private final SchedulerClient client;

		private final Scheduler scheduler;

		OfDbScheduler(HikariDataSource here, HikariDataSource there, Duration poll, int samples) {
			super(here, there, samples);
			this.client = SchedulerClient.Builder.create(here, this.task).enablePriority().build();
			this.scheduler = Scheduler.create(there, this.task)
				.schedulerName(new SchedulerName.Fixed("there"))
				.threads(2)
				.pollUsingLockAndFetch(0.5, 1.0)
				.pollingInterval(poll)
				.enablePriority()
				.build();
			this.scheduler.start();
		}

		private void executeThere() {
			try {
				execute();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public String name() {
			return "db-scheduler alone";
		}

		@Override
		void put() {
			this.client.scheduleIfNotExists(this.task.instance(UUID.randomUUID().toString(), "x"), Instant.now());
		}

		@Override
		public void close() {
			this.scheduler.stop();
			super.close();
		}

	}

}
