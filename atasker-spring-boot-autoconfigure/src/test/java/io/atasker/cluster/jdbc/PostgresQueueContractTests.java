package io.atasker.cluster.jdbc;

import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.Tag;

/**
 * The contract on a PostgreSQL that writes to the disk before it answers.
 */
@Tag("long")
class PostgresQueueContractTests extends JdbcQueueContract {

	@Override
	String newDatabase() {
		return PostgresServer.newDatabase();
	}

}
