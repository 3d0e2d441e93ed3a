package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import io.atasker.cluster.Cluster;
import io.atasker.cluster.ClusterSnapshot;
import io.atasker.cluster.NodeId;
import io.atasker.cluster.view.CommandRow.Desired;
import io.atasker.time.TimeSource;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Initiator;
import io.atasker.worker.TriggerableWorker;
import io.atasker.worker.UnknownWorkerException;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A cluster whose nodes share a database. One thread talks to it: it says that this node
 * lives, writes commands, and looks what others have commanded.
 */
public final class DatabaseCluster implements Cluster, AutoCloseable {

	/** How long a command waits for the database. */
	private static final long LONGEST_COMMAND = 5_000;

	/** How long a start waits for the first look that has an answer. */
	private static final long LONGEST_START = 5_000;

	/** How long a command that is written waits until this node has followed it. */
	private static final long LONGEST_FOLLOW = 5_000;

	/** How long who wants to see the nodes waits for two looks. */
	private static final long LONGEST_LOOKS = 500;

	private final ViewSettings settings;

	private final NodeId node;

	private final Workers workers;

	private final Orders orders = new Orders();

	private final Follower follower;

	private final ViewDatabase database;

	private final ViewTables tables;

	private final KnownNodes nodes;

	private final Membership membership;

	private final LookThread thread;

	/** The tables are not there; written by the thread. */
	private volatile ViewSchema.@Nullable MissingTablesException missing;

	/**
	 * Makes it; nothing happens before {@link #start()}.
	 * @param dataSource of the database
	 * @param schema sees to the tables
	 * @param settings how this node takes part
	 * @param node what it is called
	 * @param workers its workers
	 */
	public DatabaseCluster(DataSource dataSource, ViewSchema schema, ViewSettings settings, NodeId node,
			Workers workers) {
		this.settings = settings;
		this.node = node;
		this.workers = workers;
		this.follower = new Follower(workers, this.orders);
		this.database = new ViewDatabase(dataSource, schema);
		this.tables = new ViewTables(settings.cluster(), node);
		this.nodes = new KnownNodes(settings, node, TimeSource.system());
		this.membership = new Membership(settings, node, this.tables);
		this.thread = new LookThread(settings.pollInterval(), this::look, this::leave);
	}

	@Override
	public String name() {
		return this.settings.cluster();
	}

	@Override
	public String node() {
		return this.node.name();
	}

	// Life

	/**
	 * Joins, and stops the workers that are to be stopped on all nodes: before they would
	 * start. Waits for five seconds at most; where the database does not answer it goes
	 * on without.
	 * @throws ViewSchema.MissingTablesException if the tables are not there
	 */
	public void start() {
		if (this.thread.start()) {
			this.workers.addListener(this.follower);
			this.thread.awaitAnswer(LONGEST_START);
			ViewSchema.MissingTablesException problem = this.missing;
			if (problem != null) {
				close();
				throw problem;
			}
		}
	}

	/** From here on workers may be started and triggered. */
	public void ready() {
		this.follower.ready();
		this.thread.wake();
	}

	/** Leaves. Waits for that for two seconds at most. It may be started again. */
	@Override
	public void close() {
		this.thread.close();
		this.workers.removeListener(this.follower);
	}

	private void leave() {
		try {
			this.database.inTransaction((connection) -> {
				this.tables.leave(connection);
				return true;
			});
		}
		catch (ViewSchema.MissingTablesException ex) {
			// That was told.
		}
		catch (Throwable ex) {
			this.nodes.failed(ex);
		}
	}

	/**
	 * Says that this node lives, and looks what there is to do.
	 * @return whether the database has answered, if only that it has no tables
	 */
	private boolean look() {
		try {
			this.missing = null;
			List<CommandRow> commands = this.database.inTransaction(this::exchange);
			serve(this.follower.follow(commands));
			this.nodes.succeeded();
			return true;
		}
		catch (ViewSchema.MissingTablesException ex) {
			this.missing = ex;
			this.nodes.failed(ex);
			return true;
		}
		catch (Throwable ex) {
			this.membership.forgetReport();
			this.nodes.failed(ex);
			return false;
		}
	}

	private List<CommandRow> exchange(Connection connection) throws SQLException {
		this.membership.heartbeat(connection, Reports.write(this.workers));
		this.membership.forgetOthers(connection);
		if (this.nodes.isWanted()) {
			this.nodes.known(this.tables.nodes(connection));
		}
		return this.tables.commands(connection);
	}

	private void serve(Map<String, Long> served) throws SQLException {
		if (!served.isEmpty()) {
			this.database.inTransaction((connection) -> {
				for (Map.Entry<String, Long> each : served.entrySet()) {
					this.tables.served(connection, each.getKey(), each.getValue());
				}
				return true;
			});
		}
	}

	// What is seen

	@Override
	public ClusterSnapshot snapshot() {
		// A look may be under way that does not know yet that somebody wants to see.
		for (int i = 0; i < 2 && this.nodes.want(); i++) {
			this.thread.awaitLook(LONGEST_LOOKS / 2);
		}
		return this.nodes.snapshot();
	}

	// Commands

	@Override
	public long start(String worker, Initiator initiator) {
		String name = worker(worker).name();
		return command(name, (connection) -> this.tables.change(connection, name, Desired.STARTED, initiator));
	}

	@Override
	public long stop(String worker, Initiator initiator) {
		String name = worker(worker).name();
		return command(name, (connection) -> this.tables.change(connection, name, Desired.STOPPED, initiator));
	}

	@Override
	public long trigger(String worker, Initiator initiator) {
		BackgroundWorker known = worker(worker);
		if (!(known instanceof TriggerableWorker)) {
			throw new IllegalArgumentException(
					"worker '%s' is of type %s and cannot be triggered".formatted(known.name(), known.type()));
		}
		return command(known.name(), (connection) -> {
			long number = this.tables.trigger(connection, known.name(), initiator);
			if (number == 0) {
				throw new IllegalStateException(
						"worker '%s' is stopped on all nodes; start it for all first".formatted(known.name()));
			}
			return number;
		});
	}

	private BackgroundWorker worker(String name) {
		BackgroundWorker worker = this.workers.get(name);
		if (!worker.name().equals(name)) {
			throw new UnknownWorkerException(
					"there is no worker of exactly this name; there is '%s'".formatted(worker.name()));
		}
		return worker;
	}

	private long command(String worker, ViewDatabase.Work<Long> work) {
		PendingWrite write = new PendingWrite(this.database, work);
		this.thread.submit(write);
		long number = write.await(LONGEST_COMMAND);
		// So that who looks at this node after the command sees what it did.
		this.thread.awaitLooks(write.look(), LONGEST_FOLLOW);
		this.orders.await(worker, LONGEST_FOLLOW);
		return number;
	}

}
