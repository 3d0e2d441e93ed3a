package io.atasker.benchmarks;

import java.io.IOException;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.jdbc.JdbcQueueSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * Items of a queue in PostgreSQL, written to the disk before it answers: put one by one,
 * and drained by ten at once; put on one node and executed on another. By the engine of
 * provider jdbc alone and by a worker on it.
 */
final class DurableSuite implements Suite {

	static final int CONCURRENCY = 10;

	@Override
	public void run(Rounds rounds) throws Exception {
		try (EmbeddedPostgres server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.start()) {
			int items = rounds.mode().pick(1000, 3000, 5000);
			rounds.measure("durable", items + " items", List.of(new DurablePeers.OfWorker(pool(server), items),
					new DurablePeers.OfDbScheduler(pool(server), items)));
			nodes(rounds, server);
		}
	}

	/** All look each second; the table of the peer is there already. */
	private static void nodes(Rounds rounds, EmbeddedPostgres server) throws Exception {
		int samples = rounds.mode().pick(10, 20, 40);
		JdbcQueueSettings settings = JdbcQueueSettings.of("bench");
		rounds.measure("durable, other node", "put to execution", List.of(
				new DurableNodes.OfWorker("atasker, provider jdbc", pool(server), pool(server), settings, samples),
				new DurableNodes.OfWorker("atasker, without hints", pool(server), pool(server), settings.withoutHints(),
						samples),
				new DurableNodes.OfDbScheduler(pool(server), pool(server), settings.pollInterval(), samples)));
	}

	private static DataSource pool(EmbeddedPostgres server) throws IOException {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
		config.setMaximumPoolSize(CONCURRENCY + 5);
		return new HikariDataSource(config);
	}

}
