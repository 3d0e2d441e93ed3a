package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import io.atasker.cluster.ClusterUnavailableException;
import io.atasker.cluster.lease.LeaseTable;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How the view uses the connections of an application.
 */
@Tag("waiting")
class ViewConnectionTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final HikariDataSource pool = new HikariDataSource();

	@BeforeEach
	void createDatabase() throws SQLException {
		this.pool.setJdbcUrl("jdbc:h2:mem:connections%d;DB_CLOSE_DELAY=-1".formatted(DATABASES.incrementAndGet()));
		this.pool.setMaximumPoolSize(1);
		new LeaseTable(this.pool, "atasker_lease").create();
	}

	@AfterEach
	void closePool() {
		this.pool.close();
	}

	@Test
	void connectionsGoBackAsTheyWere() throws Exception {
		try (TestNode node = new TestNode(this.pool, "shop", "one").start()) {
			node.event("mail", new AtomicInteger());
			node.cluster.stop("mail");
			try (Connection connection = this.pool.getConnection();
					Statement statement = connection.createStatement()) {
				assertThat(statement.getQueryTimeout()).isZero();
				assertThat(connection.getAutoCommit()).isTrue();
			}
		}
	}

	/** As of one that is being started itself. */
	@Test
	void databaseThatRefusesAtFirstIsAskedAgainBeforeWorkersStart() {
		try (TestNode one = new TestNode(this.pool, "shop", "one")) {
			one.event("mail", new AtomicInteger());
			one.start().cluster.stop("mail");
		}
		AtomicInteger asked = new AtomicInteger();
		TestNode two = new TestNode(new DelegatingDataSource(this.pool) {

			@Override
			public Connection getConnection() throws SQLException {
				if (asked.incrementAndGet() <= 3) {
					throw new SQLException("the database is starting up");
				}
				return super.getConnection();
			}

		}, "shop", "two");
		try (two) {
			two.event("mail", new AtomicInteger());
			two.cluster.start();
			assertThat(asked).hasValueGreaterThan(3);
			two.supervisor.start();
			assertThat(two.worker("mail").state()).isEqualTo(WorkerState.STOPPED);
		}
	}

	/** It would undo what was commanded since. */
	@Test
	void commandThatItsCallerHasGivenUpIsNotWrittenLater() throws Exception {
		try (Connection connection = this.pool.getConnection(); Statement statement = connection.createStatement()) {
			statement.execute("create table command (number int)");
		}
		CountDownLatch free = new CountDownLatch(1);
		PendingWrite write = new PendingWrite(new ViewDatabase(new DelegatingDataSource(this.pool) {

			@Override
			public Connection getConnection() throws SQLException {
				try {
					free.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return super.getConnection();
			}

		}, new ViewSchema(ViewSchema.Creation.ALWAYS)), (connection) -> {
			try (PreparedStatement statement = connection.prepareStatement("insert into command values (1)")) {
				statement.executeUpdate();
			}
			return 1L;
		});
		Thread thread = new Thread(write::run, "writes");
		thread.start();
		while (thread.getState() != Thread.State.WAITING) {
			Thread.onSpinWait();
		}
		assertThatExceptionOfType(ClusterUnavailableException.class).isThrownBy(() -> write.await(100))
			.withMessageContaining("the command was not written");
		free.countDown();
		thread.join();
		try (Connection connection = this.pool.getConnection();
				Statement statement = connection.createStatement();
				var rows = statement.executeQuery("select * from command")) {
			assertThat(rows.next()).isFalse();
		}
	}

}
