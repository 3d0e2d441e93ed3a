package io.atasker.cluster.view;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Creates the tables: {@code classpath:io/atasker/cluster/view/schema-h2.sql} and
 * {@code schema-postgresql.sql}.
 */
public final class ViewSchema {

	private static final Map<String, String> SCRIPTS = Map.of("h2", "schema-h2.sql", "postgresql",
			"schema-postgresql.sql");

	private static final List<String> QUERIES = List.of(
			"select cluster_name, worker, desired, version, changed_at, changed_by, reason, requested, served, "
					+ "triggered_at, triggered_by, trigger_reason from atasker_worker_state where 1 = 0",
			"select cluster_name, node, instance, started_at, seen_at, report from atasker_node where 1 = 0");

	/** What the SQL state begins with when a table or column is not known. */
	private static final String UNKNOWN_OBJECT = "42";

	/** When to create tables that are missing. */
	public enum Creation {

		/** In any database. */
		ALWAYS,

		/** In one that ends with this JVM. */
		EMBEDDED,

		/** Never. */
		NEVER

	}

	private final Creation creation;

	/**
	 * Makes it.
	 * @param creation when to create tables that are missing
	 */
	public ViewSchema(Creation creation) {
		this.creation = creation;
	}

	/**
	 * Sees to it that the tables are there.
	 * @param connection to the database, in auto-commit mode
	 * @throws MissingTablesException if they are not, and must not or cannot be created
	 * @throws SQLException if the database cannot be asked
	 */
	void require(Connection connection) throws SQLException {
		if (exists(connection)) {
			return;
		}
		if (this.creation == Creation.NEVER || (this.creation == Creation.EMBEDDED && !isEmbedded(connection))) {
			throw new MissingTablesException("the database has no tables 'atasker_worker_state' and 'atasker_node', "
					+ "or not with the columns that are needed");
		}
		create(connection);
	}

	private static boolean exists(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			for (String query : QUERIES) {
				statement.executeQuery(query).close();
			}
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

	private static boolean isEmbedded(Connection connection) throws SQLException {
		String url = connection.getMetaData().getURL();
		return url != null && url.matches("jdbc:(h2|hsqldb|derby):mem(ory)?:.*");
	}

	private static void create(Connection connection) throws SQLException {
		String product = connection.getMetaData().getDatabaseProductName();
		String script = SCRIPTS.get(product.toLowerCase(Locale.ROOT));
		if (script == null) {
			throw new MissingTablesException("there is no script for the tables of the cluster in %s, but for %s"
				.formatted(product, SCRIPTS.keySet().stream().sorted().toList()));
		}
		try (Statement statement = connection.createStatement()) {
			for (String sql : read(script).split(";")) {
				if (!sql.isBlank()) {
					statement.execute(sql);
				}
			}
		}
		catch (SQLException ex) {
			// Another node may have created them at the same time.
			if (!exists(connection)) {
				throw ex;
			}
		}
	}

	private static String read(String script) {
		try (InputStream stream = ViewSchema.class.getResourceAsStream(script)) {
			return new String(Objects.requireNonNull(stream, script).readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The tables are not there.
	 */
	public static final class MissingTablesException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		MissingTablesException(String message) {
			super(message);
		}

	}

}
