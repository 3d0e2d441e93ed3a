package io.atasker.cluster.lease;

import java.time.Duration;

import javax.sql.DataSource;

import io.atasker.cluster.NodeId;
import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of leases in a real database.
 */
@Tag("waiting")
class LeaseTableTests {

	private static final Duration TTL = Duration.ofSeconds(30);

	/** Somebody has tidied up, or the database is an older one. */
	@Test
	void rowThatIsDeletedIsMadeAnew() throws Exception {
		DataSource dataSource = PostgresServer.dataSource(PostgresServer.newDatabase());
		LeaseTable table = new LeaseTable(dataSource, "atasker_lease");
		table.create();
		LeaseStore one = table.store(NodeId.of("one"), TTL);
		LeaseStore other = table.store(NodeId.of("other"), TTL);
		assertThat(one.tryAcquire("worker", TTL)).isPresent();
		assertThat(other.tryAcquire("worker", TTL)).isEmpty();
		new JdbcTemplate(dataSource).update("delete from atasker_lease");
		boolean granted = false;
		for (int i = 0; i < 20 && !granted; i++) {
			granted = other.tryAcquire("worker", TTL).isPresent();
		}
		assertThat(granted).isTrue();
		for (int i = 0; i < 20; i++) {
			assertThat(one.tryAcquire("worker", TTL)).isEmpty();
		}
	}

}
