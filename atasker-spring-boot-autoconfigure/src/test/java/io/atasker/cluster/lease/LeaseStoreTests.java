package io.atasker.cluster.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import io.atasker.cluster.NodeId;
import io.atasker.docs.cluster.RedisLocks;
import io.atasker.testsupport.LocalRedis;
import io.atasker.testsupport.PostgresServer;
import net.javacrumbs.shedlock.core.ExtensibleLockProvider;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/**
 * The contract on the stores there are.
 */
@Tag("long")
class LeaseStoreTests {

	private static LeaseStore inTable(DataSource dataSource, String node) throws Exception {
		LeaseTable table = new LeaseTable(dataSource, "atasker_lease");
		if (!table.exists()) {
			table.create();
		}
		return table.store(NodeId.of(node), Duration.ofSeconds(30));
	}

	/** What the tests of the keeper stand on. */
	@Nested
	class InMemory extends LeaseStoreContract {

		private final SharedStore shared = new SharedStore();

		@Override
		LeaseStore store(String node) {
			return this.shared.view();
		}

	}

	@Nested
	class InH2 extends LeaseStoreContract {

		private final JdbcDataSource database = new JdbcDataSource();

		InH2() {
			this.database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
		}

		@Override
		LeaseStore store(String node) throws Exception {
			return inTable(this.database, node);
		}

	}

	@Nested
	class InPostgres extends LeaseStoreContract {

		private final DataSource database = PostgresServer.dataSource(PostgresServer.newDatabase());

		@Override
		LeaseStore store(String node) throws Exception {
			return inTable(this.database, node);
		}

	}

	@Nested
	class InRedis extends LeaseStoreContract {

		private final LocalRedis redis = LocalRedis.start();

		private final List<JedisConnectionFactory> connections = new ArrayList<>();

		@Override
		LeaseStore store(String node) {
			JedisConnectionFactory own = LocalRedis.connect(this.redis.port());
			this.connections.add(own);
			return new ShedLockLeaseStore((ExtensibleLockProvider) new RedisLocks().locks(own));
		}

		@AfterEach
		void stop() {
			this.connections.forEach(JedisConnectionFactory::destroy);
			this.redis.close();
		}

	}

}
