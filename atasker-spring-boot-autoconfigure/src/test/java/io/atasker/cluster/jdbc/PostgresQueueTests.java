package io.atasker.cluster.jdbc;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.queue.Delivery;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.TextCodec;
import io.atasker.queue.WorkerQueue;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A queue in a database of its own.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
abstract class PostgresQueueTests {

	final HikariDataSource database = JdbcQueueContract.pool(PostgresServer.newDatabase());

	final JdbcTemplate jdbc = new JdbcTemplate(this.database);

	final BlockingQueue<Delivery> arrived = new LinkedBlockingQueue<>();

	final JdbcQueueProvider provider;

	PostgresQueueTests(JdbcQueueSettings settings) {
		this.provider = new JdbcQueueProvider(this.database, settings);
	}

	@BeforeEach
	void createTable() {
		QueueSchema.create(this.database);
	}

	@AfterEach
	void close() {
		this.provider.close();
		this.database.close();
	}

	WorkerQueue open(int credit) {
		return this.provider.open(QueueSpec.named("jobs").codec(TextCodec.INSTANCE).credit(credit).build());
	}

	Delivery next() throws InterruptedException {
		Delivery delivery = this.arrived.poll(60, TimeUnit.SECONDS);
		assertThat(delivery).isNotNull();
		return delivery;
	}

}
