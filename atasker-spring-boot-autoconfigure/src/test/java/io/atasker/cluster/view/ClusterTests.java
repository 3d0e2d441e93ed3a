package io.atasker.cluster.view;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.atasker.cluster.lease.LeaseTable;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Initiator;
import io.atasker.worker.WorkerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.awaitility.Awaitility.await;

/**
 * What tests of several nodes in this JVM have in common, with each database.
 */
@Tag("waiting")
@ParameterizedClass(name = "{0}")
@EnumSource
@ExtendWith(LeakGuard.class)
abstract class ClusterTests {

	@Parameter
	Database database;

	static final Initiator ALICE = new Initiator("alice", "maintenance");

	private final List<TestNode> nodes = new ArrayList<>();

	DataSource dataSource;

	@BeforeEach
	void createDatabase() throws SQLException {
		this.dataSource = this.database.create();
		new LeaseTable(this.dataSource, "atasker_lease").create();
	}

	@AfterEach
	void closeNodes() {
		this.nodes.forEach(TestNode::close);
	}

	TestNode node(String name) {
		return node("shop", name);
	}

	TestNode node(String cluster, String name) {
		return added(new TestNode(this.dataSource, cluster, name));
	}

	TestNode node(ViewSettings settings, String name) {
		return added(new TestNode(this.dataSource, settings, name));
	}

	private TestNode added(TestNode node) {
		this.nodes.add(node);
		return node;
	}

	void close(TestNode node) {
		node.close();
		this.nodes.remove(node);
	}

	TestNode nodeWith(String name, String worker, AtomicInteger runs) {
		TestNode node = node(name);
		node.event(worker, runs);
		return node.start();
	}

	static void awaitState(BackgroundWorker worker, WorkerState state) {
		await().until(() -> worker.state() == state);
	}

	long number(String sql) {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery(sql)) {
			return result.next() ? result.getLong(1) : -1;
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void execute(String sql) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	/** What keeps the tables. */
	enum Database {

		H2 {

			@Override
			DataSource create() {
				return new DriverManagerDataSource(
						"jdbc:h2:mem:view%d;DB_CLOSE_DELAY=-1".formatted(DATABASES.incrementAndGet()));
			}

		},

		POSTGRESQL {

			@Override
			DataSource create() {
				return PostgresServer.dataSource(PostgresServer.newDatabase());
			}

		};

		private static final AtomicInteger DATABASES = new AtomicInteger();

		abstract DataSource create();

	}

}
