package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import io.atasker.cluster.NodeId;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the row of this node, and clears those of nodes that are gone. Used by one
 * thread.
 */
final class Membership {

	private static final Logger logger = LoggerFactory.getLogger(DatabaseCluster.class);

	/** After how many heartbeats to look for nodes that are gone. */
	private static final int CLEAR_EVERY = 60;

	private final ViewSettings settings;

	private final NodeId node;

	private final ViewTables tables;

	/** What the row says, {@code null} if that is not certain. */
	private @Nullable String report;

	private boolean joined;

	private boolean toldOfAnother;

	private int heartbeats;

	Membership(ViewSettings settings, NodeId node, ViewTables tables) {
		this.settings = settings;
		this.node = node;
		this.tables = tables;
	}

	/** Says that this node lives, and what its workers do if that is new. */
	void heartbeat(Connection connection, String current) throws SQLException {
		if (!this.joined || !this.tables.heartbeat(connection, current.equals(this.report) ? null : current)) {
			boolean had = this.tables.join(connection, current);
			if (this.joined && had && !this.toldOfAnother) {
				this.toldOfAnother = true;
				logger
					.warn("Another node is called '{}' as well, so that both take turns to be seen. Give each its own "
							+ "atasker.node-id, or leave it out", this.node.name());
			}
			this.joined = true;
		}
		this.report = current;
	}

	/** It may not have been written. */
	void forgetReport() {
		this.report = null;
	}

	void forgetOthers(Connection connection) throws SQLException {
		this.heartbeats++;
		if (this.heartbeats % CLEAR_EVERY == 1) {
			for (NodeRow row : this.tables.nodes(connection)) {
				Instant seen = row.seen();
				if (Duration.between(seen, row.now()).compareTo(this.settings.forgetAfter()) > 0) {
					this.tables.forget(connection, row);
				}
			}
		}
	}

}
