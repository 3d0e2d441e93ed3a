package io.atasker.autoconfigure;

import java.sql.SQLException;

import javax.sql.DataSource;

import io.atasker.autoconfigure.ClusterProperties.InitializeSchema;
import io.atasker.cluster.NodeId;
import io.atasker.cluster.lease.LeaseStore;
import io.atasker.cluster.lease.LeaseTable;
import io.atasker.worker.NoLeaseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes the store of leases in the database of the application, and the table if that is
 * wanted.
 */
final class JdbcLeases {

	private static final Logger logger = LoggerFactory.getLogger(JdbcLeases.class);

	private final LeaseProperties properties;

	private final InitializeSchema initializeSchema;

	private final LeaseTable table;

	JdbcLeases(DataSource dataSource, ClusterProperties cluster) {
		this.properties = cluster.lease();
		this.initializeSchema = cluster.initializeSchema();
		try {
			this.table = new LeaseTable(dataSource, this.properties.table());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException("atasker.cluster.lease.table", this.properties.table(),
					ex.getMessage() + ". Write such a name.");
		}
	}

	/**
	 * Makes the store.
	 * @param node this node
	 * @return the store
	 * @throws NoLeaseException if the table is not there and must not be created
	 */
	LeaseStore store(NodeId node) {
		try {
			requireTable();
		}
		catch (SQLException ex) {
			logger
				.warn("The table of leases, {}, cannot be looked at now; workers that are to run on one node stand by "
						+ "until it can", this.properties.table(), ex);
		}
		return this.table.store(node, this.properties.ttl().dividedBy(3));
	}

	private void requireTable() throws SQLException {
		if (this.table.exists()) {
			return;
		}
		if (this.initializeSchema == InitializeSchema.ALWAYS
				|| (this.initializeSchema == InitializeSchema.EMBEDDED && this.table.isEmbedded())) {
			this.table.create();
			return;
		}
		throw new NoLeaseException(
				"the database has no table '%s' for leases, or not with the columns that it needs"
					.formatted(this.properties.table()),
				"Create it with: %s; or set atasker.cluster.initialize-schema=always"
					.formatted(this.table.definition()));
	}

}
