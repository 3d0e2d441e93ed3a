package io.atasker.cluster.jdbc;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on H2 in a file.
 */
@Tag("long")
class H2QueueContractTests extends JdbcQueueContract {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	@TempDir
	static Path folder;

	@Override
	String newDatabase() {
		return "jdbc:h2:file:" + folder.resolve("queues" + DATABASES.incrementAndGet());
	}

}
