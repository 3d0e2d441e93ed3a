package io.atasker.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL on a free loopback port, durable as in production, one for all tests
 * of a JVM. It starts when it is first asked for and ends with the JVM. Each test makes a
 * database of its own, so that none sees what others have left.
 * <p>
 * A JVM that is killed leaves the server behind: tests kill children, which are given the
 * URL, and never the JVM that has the server.
 */
public final class PostgresServer {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private static final Pattern PORT = Pattern.compile("://[^/:]+:(\\d+)");

	@GuardedBy("PostgresServer.class")
	private static @Nullable EmbeddedPostgres server;

	private PostgresServer() {
	}

	private static synchronized EmbeddedPostgres server() {
		EmbeddedPostgres running = server;
		if (running == null) {
			try {
				running = EmbeddedPostgres.builder()
					.setPGStartupWait(Duration.ofMinutes(1))
					.setServerConfig("fsync", "on")
					.setServerConfig("synchronous_commit", "on")
					.setServerConfig("max_connections", "200")
					.start();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("PostgreSQL cannot be started here", ex);
			}
			server = running;
		}
		return running;
	}

	/**
	 * Makes an empty database.
	 * @return its JDBC URL, with user and password
	 */
	public static String newDatabase() {
		EmbeddedPostgres running = server();
		String name = "test" + DATABASES.incrementAndGet();
		try (Connection connection = running.getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
		return running.getJdbcUrl("postgres", name);
	}

	/**
	 * Connects without a pool to a database.
	 * @param url as {@link #newDatabase()} has given it
	 * @return where connections come from
	 */
	public static DataSource dataSource(String url) {
		PGSimpleDataSource source = new PGSimpleDataSource();
		source.setUrl(url);
		return source;
	}

	/**
	 * Returns the port of a database.
	 * @param url as {@link #newDatabase()} has given it
	 * @return the port on the loopback address
	 */
	public static int port(String url) {
		Matcher port = PORT.matcher(url);
		if (!port.find()) {
			throw new IllegalArgumentException(url);
		}
		return Integer.parseInt(port.group(1));
	}

	/**
	 * Holds all processes of the server, as a machine does that is short of everything:
	 * connections stay open and nobody answers. For all databases; nothing else may need
	 * one meanwhile.
	 * @return lets them go on when it is closed
	 */
	public static Frozen freeze() {
		List<Long> pids = new ArrayList<>();
		ProcessHandle postmaster = ProcessHandle.of(postmasterPid()).orElseThrow();
		pids.add(postmaster.pid());
		signal("-STOP", pids);
		List<Long> backends = postmaster.descendants().map(ProcessHandle::pid).toList();
		signal("-STOP", backends);
		pids.addAll(backends);
		return () -> signal("-CONT", pids);
	}

	private static long postmasterPid() {
		try (Connection connection = server().getPostgresDatabase().getConnection();
				Statement statement = connection.createStatement();
				ResultSet directory = statement.executeQuery("show data_directory")) {
			directory.next();
			Path file = Path.of(directory.getString(1), "postmaster.pid");
			return Long.parseLong(Files.readAllLines(file).get(0).strip());
		}
		catch (SQLException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void signal(String signal, List<Long> pids) {
		List<String> command = new ArrayList<>(List.of("kill", signal));
		pids.forEach((pid) -> command.add(Long.toString(pid)));
		try {
			new ProcessBuilder(command).inheritIO().start().waitFor();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * A server that does not answer.
	 */
	@FunctionalInterface
	public interface Frozen extends AutoCloseable {

		@Override
		void close();

	}

}
