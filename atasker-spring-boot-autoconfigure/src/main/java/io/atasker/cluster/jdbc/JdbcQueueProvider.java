package io.atasker.cluster.jdbc;

import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.queue.QueueFeature;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.WorkerQueue;
import io.atasker.queue.WorkerQueueProvider;
import org.jspecify.annotations.Nullable;

/**
 * Durable queues that nodes share, in one table of a database, run by db-scheduler. H2
 * and PostgreSQL are known to work.
 * <p>
 * Each queue that is consumed has threads of its own: one that looks for messages, those
 * of the heartbeats, one for each message in hand and, in PostgreSQL, as many again, 32
 * at most, for those that are done and not deleted yet. The table has to exist, see
 * {@link QueueSchema}. The provider does not close the data source.
 */
public final class JdbcQueueProvider implements WorkerQueueProvider, AutoCloseable {

	/** The id of this engine. */
	public static final String ID = "jdbc";

	private static final Set<QueueFeature> FEATURES = Set
		.copyOf(EnumSet.of(QueueFeature.DURABLE, QueueFeature.SHARED, QueueFeature.PRIORITY, QueueFeature.DELAYED_RETRY,
				QueueFeature.DEAD_LETTERS, QueueFeature.TRANSACTIONAL_PUT, QueueFeature.DEPTH));

	private final DataSource dataSource;

	private final JdbcQueueSettings settings;

	private final InstantSource application;

	/** Made when the first queue is opened. */
	@GuardedBy("this")
	private @Nullable QueueDatabase database;

	/**
	 * The open queues by name. Read without the lock, which whoever opens a queue has for
	 * as long as the database takes: nothing that must be on time may wait for that.
	 */
	private final Map<String, JdbcWorkerQueue> queues = new ConcurrentHashMap<>();

	@GuardedBy("this")
	private boolean closed;

	/**
	 * Creates an engine. The database is not touched before a queue is opened.
	 * @param dataSource the database, with a pool that has a connection for each message
	 * in hand, three more for each queue, and one
	 * @param settings how queues are run
	 */
	public JdbcQueueProvider(DataSource dataSource, JdbcQueueSettings settings) {
		this(dataSource, settings, InstantSource.system());
	}

	JdbcQueueProvider(DataSource dataSource, JdbcQueueSettings settings, InstantSource application) {
		this.dataSource = dataSource;
		this.settings = settings;
		this.application = application;
	}

	@Override
	public String id() {
		return ID;
	}

	@Override
	public Set<QueueFeature> features() {
		return FEATURES;
	}

	@Override
	public synchronized WorkerQueue open(QueueSpec spec) {
		spec.requireOf(this);
		if (this.closed) {
			throw new IllegalStateException(
					"queue '%s' cannot be opened: its provider is closed".formatted(spec.name()));
		}
		JdbcWorkerQueue open = this.queues.get(spec.name());
		if (open == null) {
			open = new JdbcWorkerQueue(this, database(), spec);
			this.queues.put(spec.name(), open);
		}
		else if (!open.spec().equals(spec)) {
			throw new IllegalStateException("queue '%s' is open already, as %s".formatted(spec.name(), open.spec()));
		}
		return open;
	}

	@GuardedBy("this")
	private QueueDatabase database() {
		QueueDatabase made = this.database;
		if (made == null) {
			made = new QueueDatabase(this.dataSource, this.settings, new AllQueues(), this.application);
			this.database = made;
		}
		return made;
	}

	void closed(JdbcWorkerQueue queue) {
		this.queues.remove(queue.spec().name(), queue);
	}

	/**
	 * Closes all queues. Messages in hand go back to the table. Repeating it has no
	 * effect.
	 */
	@Override
	public void close() {
		List<JdbcWorkerQueue> all;
		QueueDatabase made;
		synchronized (this) {
			this.closed = true;
			all = List.copyOf(this.queues.values());
			made = this.database;
			this.database = null;
		}
		all.parallelStream().forEach(JdbcWorkerQueue::close);
		if (made != null) {
			made.close();
		}
	}

	/** What others do with the open queues. */
	private final class AllQueues implements QueueDatabase.Queues {

		@Override
		public void loseOverdue() {
			JdbcQueueProvider.this.queues.values().forEach(JdbcWorkerQueue::loseOverdue);
		}

		@Override
		public void one(String queue) {
			JdbcWorkerQueue open = JdbcQueueProvider.this.queues.get(queue);
			if (open != null) {
				open.hint();
			}
		}

		@Override
		public void all() {
			JdbcQueueProvider.this.queues.values().forEach(JdbcWorkerQueue::hint);
		}

	}

}
