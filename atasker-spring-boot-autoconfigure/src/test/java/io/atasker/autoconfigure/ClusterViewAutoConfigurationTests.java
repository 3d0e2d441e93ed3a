package io.atasker.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import ch.qos.logback.classic.Level;
import io.atasker.cluster.Cluster;
import io.atasker.cluster.view.DatabaseCluster;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AtaskerClusterViewAutoConfiguration}.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class ClusterViewAutoConfigurationTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final FailureReports reports = new FailureReports();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withInitializer(this.reports)
		.withConfiguration(
				AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerClusterViewAutoConfiguration.class))
		.withPropertyValues("atasker.cluster.name=shop", "atasker.cluster.view.poll-interval=50ms");

	private final ApplicationContextRunner enabled = this.runner
		.withPropertyValues("atasker.cluster.view.enabled=true");

	private static DataSource h2() {
		return new DriverManagerDataSource(
				"jdbc:h2:mem:autoview%d;DB_CLOSE_DELAY=-1".formatted(DATABASES.incrementAndGet()));
	}

	private ApplicationContextRunner on(DataSource dataSource) {
		return this.enabled.withBean("dataSource", DataSource.class, () -> dataSource);
	}

	private String report(AssertableApplicationContext context) {
		FailureAnalysis analysis = this.reports.of(context);
		return analysis.getDescription() + " " + analysis.getAction();
	}

	@Test
	void nothingIsThereUnlessItIsWanted() {
		this.runner.withBean(DataSource.class, ClusterViewAutoConfigurationTests::h2)
			.run((context) -> assertThat(context).doesNotHaveBean(Cluster.class));
		on(h2()).withPropertyValues("atasker.cluster.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(Cluster.class));
	}

	@Test
	void joinsWithTablesOfItsOwn() {
		on(h2()).run((context) -> {
			Cluster cluster = context.getBean(Cluster.class);
			assertThat(cluster.name()).isEqualTo("shop");
			assertThat(cluster.snapshot().nodes()).hasSize(1);
			assertThat(cluster.snapshot().stale()).isFalse();
		});
	}

	@Test
	void saysWhatIsMissing() {
		this.enabled.run((context) -> assertThat(report(context)).contains("atasker.cluster.view.enabled",
				"There is no DataSource"));
		this.enabled.withBean("one", DataSource.class, ClusterViewAutoConfigurationTests::h2)
			.withBean("two", DataSource.class, ClusterViewAutoConfigurationTests::h2)
			.run((context) -> assertThat(report(context)).contains("There are several DataSources"));
		on(h2()).withPropertyValues("atasker.cluster.initialize-schema=never")
			.run((context) -> assertThat(report(context)).contains("the database has no tables 'atasker_worker_state'",
					"atasker.cluster.initialize-schema=always"));
		on(h2()).withPropertyValues("atasker.cluster.view.node-timeout=99ms")
			.run((context) -> assertThat(report(context)).contains("atasker.cluster.view.node-timeout",
					"at least twice the poll interval"));
		on(h2()).withPropertyValues("atasker.cluster.view.forget-after=1s")
			.run((context) -> assertThat(report(context)).contains("atasker.cluster.view.forget-after"));
	}

	@Test
	void databaseThatIsAwayAtTheStartIsFollowedWhenItIsBack() {
		AtomicBoolean away = new AtomicBoolean(true);
		AtomicInteger refused = new AtomicInteger();
		DataSource database = h2();
		on(database).run((other) -> {
			other.getBean(Workers.class).define("mail").event().executor((ContextExecutor) (context) -> {
			}).register();
			other.getBean(Cluster.class).stop("mail");
		});
		DataSource dataSource = new DriverManagerDataSource(((DriverManagerDataSource) database).getUrl()) {

			@Override
			public Connection getConnection() throws SQLException {
				if (away.get()) {
					refused.incrementAndGet();
					throw new SQLException("away");
				}
				return super.getConnection();
			}

		};
		try (LogCapture log = LogCapture.of(DatabaseCluster.class)) {
			on(dataSource).run((context) -> {
				Workers workers = context.getBean(Workers.class);
				Cluster cluster = context.getBean(Cluster.class);
				workers.define("mail").event().executor((ContextExecutor) (work) -> {
				}).register();
				assertThat(workers.get("mail").state()).isEqualTo(WorkerState.STARTED);
				assertThat(cluster.snapshot().stale()).isTrue();
				assertThat(cluster.snapshot().error()).contains("SQLException: away");
				assertThat(cluster.snapshot().nodes()).hasSize(1);
				int before = refused.get();
				await().until(() -> refused.get() > before + 2);
				away.set(false);
				await().until(() -> workers.get("mail").state() == WorkerState.STOPPED);
				await().until(() -> !cluster.snapshot().stale());
				assertThat(log.messages(Level.WARN)).hasSize(1);
			});
		}
	}

	@Test
	void twoNodesOfOneNameAreTold() {
		DataSource dataSource = h2();
		try (LogCapture log = LogCapture.of(DatabaseCluster.class)) {
			ApplicationContextRunner same = on(dataSource).withPropertyValues("atasker.node-id=same");
			same.run((one) -> same.run((two) -> await()
				.until(() -> log.messages(Level.WARN).stream().anyMatch((text) -> text.contains("is called 'same'")))));
		}
	}

}
