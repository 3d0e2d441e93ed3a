package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

import io.atasker.cluster.NodeId;
import io.atasker.cluster.view.CommandRow.Desired;
import io.atasker.worker.Initiator;
import org.jspecify.annotations.Nullable;

/**
 * The statements. All times are those of the database.
 */
final class ViewTables {

	/** Seconds, where the driver heeds it. */
	private static final int STATEMENT_TIMEOUT = 5;

	/**
	 * Begins the numbers of a row. Nodes compare them with those that they know, also of
	 * a row that was deleted, so none may come twice; each command adds one only.
	 */
	private static final LongSupplier UNUSED = System::currentTimeMillis;

	private final String cluster;

	private final NodeId node;

	ViewTables(String cluster, NodeId node) {
		this.cluster = cluster;
		this.node = node;
	}

	// Nodes

	/**
	 * Says that this node lives.
	 * @param report of its workers, {@code null} if it is as before
	 * @return whether this life of the node has a row
	 */
	boolean heartbeat(Connection connection, @Nullable String report) throws SQLException {
		if (report == null) {
			return update(connection,
					"update atasker_node set seen_at = current_timestamp "
							+ "where cluster_name = ? and node = ? and instance = ?",
					this.cluster, this.node.name(), this.node.instance()) > 0;
		}
		return update(connection,
				"update atasker_node set seen_at = current_timestamp, report = ? "
						+ "where cluster_name = ? and node = ? and instance = ?",
				report, this.cluster, this.node.name(), this.node.instance()) > 0;
	}

	/**
	 * Takes the row of this node, whoever had it before.
	 * @return whether somebody had it
	 */
	boolean join(Connection connection, String report) throws SQLException {
		boolean had = update(connection,
				"update atasker_node set instance = ?, started_at = current_timestamp, "
						+ "seen_at = current_timestamp, report = ? where cluster_name = ? and node = ?",
				this.node.instance(), report, this.cluster, this.node.name()) > 0;
		if (!had) {
			update(connection,
					"insert into atasker_node (cluster_name, node, instance, started_at, seen_at, report) "
							+ "values (?, ?, ?, current_timestamp, current_timestamp, ?)",
					this.cluster, this.node.name(), this.node.instance(), report);
		}
		return had;
	}

	void leave(Connection connection) throws SQLException {
		update(connection, "delete from atasker_node where cluster_name = ? and node = ? and instance = ?",
				this.cluster, this.node.name(), this.node.instance());
	}

	/** Forgets a node, unless it has been seen again since. */
	void forget(Connection connection, NodeRow node) throws SQLException {
		update(connection, "delete from atasker_node where cluster_name = ? and node = ? and seen_at = ?", this.cluster,
				node.name(), OffsetDateTime.ofInstant(node.seen(), ZoneOffset.UTC));
	}

	List<NodeRow> nodes(Connection connection) throws SQLException {
		List<NodeRow> nodes = new ArrayList<>();
		try (PreparedStatement statement = prepare(connection,
				"select node, started_at, seen_at, current_timestamp, report from atasker_node "
						+ "where cluster_name = ? order by node",
				this.cluster); ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				nodes.add(new NodeRow(rows.getString(1), instant(rows, 2), instant(rows, 3), instant(rows, 4),
						rows.getString(5)));
			}
		}
		return nodes;
	}

	private static Instant instant(ResultSet rows, int column) throws SQLException {
		return rows.getObject(column, OffsetDateTime.class).toInstant();
	}

	// Commands

	List<CommandRow> commands(Connection connection) throws SQLException {
		List<CommandRow> commands = new ArrayList<>();
		try (PreparedStatement statement = prepare(connection,
				"select worker, desired, version, changed_by, reason, requested, served, triggered_by, trigger_reason "
						+ "from atasker_worker_state where cluster_name = ?",
				this.cluster); ResultSet rows = statement.executeQuery()) {
			while (rows.next()) {
				commands.add(new CommandRow(rows.getString(1), desired(rows.getString(2)), rows.getLong(3),
						initiator(rows.getString(4), rows.getString(5)), rows.getLong(6), rows.getLong(7),
						initiator(rows.getString(8), rows.getString(9))));
			}
		}
		return commands;
	}

	private static @Nullable Desired desired(@Nullable String text) {
		return (text != null) ? Desired.valueOf(text) : null;
	}

	private static Initiator initiator(@Nullable String by, @Nullable String reason) {
		return new Initiator((by != null) ? by : "another node", reason);
	}

	/**
	 * Says what is wanted on all nodes. A stop drops the triggers that wait.
	 * @return the version
	 */
	long change(Connection connection, String worker, Desired desired, Initiator initiator) throws SQLException {
		String dropped = (desired == Desired.STOPPED) ? ", served = requested" : "";
		boolean had = update(connection,
				"update atasker_worker_state set desired = ?, version = version + 1, changed_at = current_timestamp, "
						+ "changed_by = ?, reason = ?" + dropped + " where cluster_name = ? and worker = ?",
				desired.name(), legal(initiator.by()), legal(initiator.reason()), this.cluster, worker) > 0;
		if (!had) {
			long first = UNUSED.getAsLong();
			update(connection,
					"insert into atasker_worker_state (cluster_name, worker, desired, version, changed_at, changed_by, "
							+ "reason, requested, served) values (?, ?, ?, ?, current_timestamp, ?, ?, ?, ?)",
					this.cluster, worker, desired.name(), first, legal(initiator.by()), legal(initiator.reason()),
					first, first);
		}
		return number(connection, "version", worker);
	}

	/**
	 * Asks for a run.
	 * @return the number of the trigger, 0 if the worker is stopped on all nodes
	 */
	long trigger(Connection connection, String worker, Initiator initiator) throws SQLException {
		boolean had = update(connection,
				"update atasker_worker_state set requested = requested + 1, triggered_at = current_timestamp, "
						+ "triggered_by = ?, trigger_reason = ? where cluster_name = ? and worker = ? "
						+ "and (desired is null or desired = 'STARTED')",
				legal(initiator.by()), legal(initiator.reason()), this.cluster, worker) > 0;
		if (!had) {
			if (number(connection, "version", worker) > 0) {
				return 0;
			}
			long first = UNUSED.getAsLong();
			update(connection,
					"insert into atasker_worker_state (cluster_name, worker, version, requested, served, triggered_at, "
							+ "triggered_by, trigger_reason) values (?, ?, ?, ?, ?, current_timestamp, ?, ?)",
					this.cluster, worker, first, first, first - 1, legal(initiator.by()), legal(initiator.reason()));
		}
		return number(connection, "requested", worker);
	}

	/** There is nothing more to do for the triggers up to one. */
	void served(Connection connection, String worker, long trigger) throws SQLException {
		update(connection,
				"update atasker_worker_state set served = ? where cluster_name = ? and worker = ? and served < ? "
						+ "and requested >= ?",
				trigger, this.cluster, worker, trigger, trigger);
	}

	private long number(Connection connection, String column, String worker) throws SQLException {
		try (PreparedStatement statement = prepare(connection,
				"select " + column + " from atasker_worker_state where cluster_name = ? and worker = ?", this.cluster,
				worker); ResultSet rows = statement.executeQuery()) {
			return rows.next() ? rows.getLong(1) : 0;
		}
	}

	/** PostgreSQL takes any character but this one. */
	private static @Nullable String legal(@Nullable String text) {
		return (text != null) ? text.replace('\0', ' ') : null;
	}

	private static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
		try (PreparedStatement statement = prepare(connection, sql, values)) {
			return statement.executeUpdate();
		}
	}

	@SuppressWarnings("NullAway")
	private static PreparedStatement prepare(Connection connection, String sql, @Nullable Object... values)
			throws SQLException {
		PreparedStatement statement = connection.prepareStatement(sql);
		// In H2 it is of the connection, and the application would get it from its pool.
		if (!"H2".equals(connection.getMetaData().getDatabaseProductName())) {
			statement.setQueryTimeout(STATEMENT_TIMEOUT);
		}
		for (int i = 0; i < values.length; i++) {
			statement.setObject(i + 1, values[i]);
		}
		return statement;
	}

}
