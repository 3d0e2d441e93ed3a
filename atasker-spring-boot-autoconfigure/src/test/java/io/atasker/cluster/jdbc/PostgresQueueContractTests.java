package io.atasker.cluster.jdbc;

import io.atasker.testsupport.PostgresServer;

/**
 * The contract on a PostgreSQL that writes to the disk before it answers.
 */
class PostgresQueueContractTests extends JdbcQueueContract {

	@Override
	String newDatabase() {
		return PostgresServer.newDatabase();
	}

}
