package io.atasker.sample.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

import org.h2.tools.Server;

/**
 * An H2 server on the loopback with one database, in a file. Who knows its URL can use
 * it, and nobody else: a part of it is made up anew each time.
 */
final class SharedDatabase implements AutoCloseable {

	private final Connection keeper;

	private final Server server;

	private final String url;

	private SharedDatabase(Connection keeper, Server server, String url) {
		this.keeper = keeper;
		this.server = server;
		this.url = url;
	}

	/**
	 * Opens the database, a new one if there is none.
	 * @param folder the folder of the file
	 * @throws SQLException if it cannot be opened, above all if another process has it
	 */
	static SharedDatabase open(Path folder) throws IOException, SQLException {
		// Read by H2 once. It would listen on all addresses otherwise.
		System.setProperty("h2.bindAddress", "127.0.0.1");
		// As in SampleConfiguration: closed by us when the instances have ended, not by
		// H2 when this JVM is told to end.
		String database = "async:" + Files.createDirectories(folder).toAbsolutePath().resolve("pictures");
		Connection keeper = DriverManager.getConnection("jdbc:h2:" + database + ";DB_CLOSE_ON_EXIT=FALSE", "sa", "");
		try {
			String key = UUID.randomUUID().toString();
			Server server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-key", key, database).start();
			return new SharedDatabase(keeper, server, "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/" + key);
		}
		catch (SQLException ex) {
			keeper.close();
			throw ex;
		}
	}

	String url() {
		return this.url;
	}

	@Override
	public void close() throws SQLException {
		this.server.stop();
		this.keeper.close();
	}

}
