package io.atasker.cluster.lease;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.atasker.cluster.NodeId;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Leases in a table of a database, by the clock of the database.
 */
public final class LeaseTable {

	/** The longest name of a lease. */
	static final int LONGEST_NAME = 128;

	private static final Pattern LEGAL = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?");

	/** What the SQL state begins with when a table or column is not known. */
	private static final String UNKNOWN_OBJECT = "42";

	private final DataSource dataSource;

	private final String name;

	/**
	 * Makes it.
	 * @param dataSource of the database
	 * @param name the name of the table, with or without a schema
	 * @throws IllegalArgumentException if that is not a plain name
	 */
	public LeaseTable(DataSource dataSource, String name) {
		if (!LEGAL.matcher(name).matches()) {
			throw new IllegalArgumentException(
					"the name of a table has letters, digits and underscores, and maybe that of a schema and a dot "
							+ "before it, but is '%s'".formatted(name));
		}
		this.dataSource = dataSource;
		this.name = name;
	}

	/**
	 * Returns whether the table is there.
	 * @return whether a query of it succeeds
	 * @throws SQLException if the database cannot be asked
	 */
	public boolean exists() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.executeQuery("select name, lock_until, locked_at, locked_by from " + this.name + " where 1 = 0")
				.close();
			return true;
		}
		catch (SQLException ex) {
			String state = ex.getSQLState();
			if (state != null && state.startsWith(UNKNOWN_OBJECT)) {
				return false;
			}
			throw ex;
		}
	}

	/**
	 * Returns whether the database lives in this JVM and ends with it.
	 * @return whether it is one in memory
	 * @throws SQLException if the database cannot be asked
	 */
	public boolean isEmbedded() throws SQLException {
		try (Connection connection = this.dataSource.getConnection()) {
			String url = connection.getMetaData().getURL();
			return url != null
					&& Stream.of("jdbc:h2:mem:", "jdbc:hsqldb:mem:", "jdbc:derby:memory:").anyMatch(url::startsWith);
		}
	}

	/**
	 * Creates the table, unless another node was faster.
	 * @throws SQLException if it cannot be created
	 */
	public void create() throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(definition());
			if (!connection.getAutoCommit()) {
				connection.commit();
			}
		}
		catch (SQLException ex) {
			if (!exists()) {
				throw ex;
			}
		}
	}

	/**
	 * Returns the statement that creates the table.
	 * @return the statement, as PostgreSQL, H2, MySQL and MariaDB understand it
	 */
	public String definition() {
		return ("create table %s (name varchar(%d) not null primary key, lock_until timestamp(3) not null, "
				+ "locked_at timestamp(3) not null, locked_by varchar(255) not null)")
			.formatted(this.name, LONGEST_NAME);
	}

	/**
	 * Returns the store.
	 * @param node this node, whose unique name is written into the table
	 * @param timeout how long a statement may take, if the driver heeds it
	 * @return the store
	 */
	public LeaseStore store(NodeId node, Duration timeout) {
		JdbcTemplate template = new JdbcTemplate(this.dataSource);
		template.setQueryTimeout((int) Math.max(1, timeout.toSeconds()));
		return new ShedLockLeaseStore(new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
			.withJdbcTemplate(template)
			.withTableName(this.name)
			.withLockedByValue(node.unique())
			.usingDbTime()
			.build()));
	}

	@Override
	public String toString() {
		return "table " + this.name;
	}

}
