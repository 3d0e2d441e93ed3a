package io.atasker.cluster.jdbc;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Map;

import javax.sql.DataSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.datasource.init.ScriptException;

/**
 * The table of the queues: {@code classpath:io/atasker/cluster/jdbc/schema-h2.sql} and
 * {@code schema-postgresql.sql} create it where it is missing, and change nothing where
 * it is not.
 */
public final class QueueSchema {

	private static final Map<String, String> SCRIPTS = Map.of("h2", "schema-h2.sql", "postgresql",
			"schema-postgresql.sql");

	private QueueSchema() {
	}

	/**
	 * Creates the table if there is none.
	 * @param dataSource the database
	 * @throws IllegalStateException if there is no script for this database, or the
	 * database refuses it
	 */
	public static void create(DataSource dataSource) {
		if (isThere(dataSource)) {
			// Not even "if not exists", which locks the table against all who use it.
			return;
		}
		String product = read(dataSource, DatabaseMetaData::getDatabaseProductName);
		String script = SCRIPTS.get(product.toLowerCase(Locale.ROOT));
		if (script == null) {
			throw new IllegalStateException(("there is no script for the table of the queues in %s, but for %s; create"
					+ " it yourself and set atasker.cluster.initialize-schema=never")
				.formatted(product, SCRIPTS.keySet().stream().sorted().toList()));
		}
		try {
			new ResourceDatabasePopulator(new ClassPathResource(script, QueueSchema.class)).execute(dataSource);
		}
		catch (ScriptException ex) {
			// Another instance may have created it at the same time.
			if (!isThere(dataSource)) {
				throw ex;
			}
		}
	}

	private static boolean isThere(DataSource dataSource) {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			statement.executeQuery("select priority from " + QueueDatabase.TABLE + " where 1 = 0").close();
			return true;
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * Returns whether a database ends with this JVM.
	 * @param dataSource the database
	 * @return whether it is in memory
	 * @throws IllegalStateException if the database does not answer
	 */
	public static boolean isInMemory(DataSource dataSource) {
		String url = read(dataSource, DatabaseMetaData::getURL);
		return url != null && url.matches("jdbc:(h2|hsqldb|derby):mem(ory)?:.*");
	}

	private static String read(DataSource dataSource, Fact fact) {
		try (Connection connection = dataSource.getConnection()) {
			return fact.of(connection.getMetaData());
		}
		catch (SQLException ex) {
			throw new IllegalStateException("the database of the queues does not answer: " + ex.getMessage(), ex);
		}
	}

	/** Something that a database says of itself. */
	@FunctionalInterface
	private interface Fact {

		String of(DatabaseMetaData database) throws SQLException;

	}

}
