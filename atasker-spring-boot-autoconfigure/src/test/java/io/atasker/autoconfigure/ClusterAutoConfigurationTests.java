package io.atasker.autoconfigure;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;
import io.atasker.cluster.NodeId;
import io.atasker.cluster.lease.LeaseKeeper;
import io.atasker.cluster.lease.LeaseStore;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.PostgresServer;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkerLeases;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link AtaskerClusterAutoConfiguration}.
 */
@Tag("waiting")
@ExtendWith(LeakGuard.class)
class ClusterAutoConfigurationTests {

	private static final AtomicInteger DATABASES = new AtomicInteger();

	private final FailureReports reports = new FailureReports();

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withInitializer(this.reports)
		.withConfiguration(
				AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerClusterAutoConfiguration.class));

	private String report(AssertableApplicationContext context) {
		FailureAnalysis analysis = this.reports.of(context);
		return analysis.getDescription() + " " + analysis.getAction();
	}

	private static DataSource h2() {
		return new DriverManagerDataSource(
				"jdbc:h2:mem:cluster%d;DB_CLOSE_DELAY=-1".formatted(DATABASES.incrementAndGet()));
	}

	private ApplicationContextRunner on(DataSource dataSource) {
		return this.runner.withBean("dataSource", DataSource.class, () -> dataSource)
			.withUserConfiguration(Singles.class);
	}

	private static WorkerState state(ConfigurableApplicationContext context) {
		return context.getBean(Workers.class).get("single").state();
	}

	@Test
	void oneOfTwoNodesRunsIt() {
		// Far longer than the second one waits.
		ApplicationContextRunner nodes = on(h2()).withPropertyValues("atasker.cluster.lease.ttl=10m");
		nodes.run((first) -> {
			await().until(() -> state(first) == WorkerState.STARTED);
			nodes.run((second) -> {
				await().until(() -> waiting(second).equals("standby: another node holds the lease"));
				assertThat(state(second)).isEqualTo(WorkerState.STANDBY);
				first.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
				await().until(() -> state(second) == WorkerState.STARTED);
			});
		});
	}

	private static String waiting(ConfigurableApplicationContext context) {
		var waiting = context.getBean(Workers.class).get("single").snapshot().waiting();
		return (waiting != null) ? waiting.reason() : "";
	}

	@Test
	void stoppedWorkerIsTakenOver() {
		DataSource dataSource = h2();
		on(dataSource).run((first) -> {
			await().until(() -> state(first) == WorkerState.STARTED);
			on(dataSource).run((second) -> {
				first.getBean(Workers.class).get("single").stop();
				await().until(() -> state(second) == WorkerState.STARTED);
				first.getBean(Workers.class).get("single").start();
				await().until(() -> waiting(first).equals("standby: another node holds the lease"));
			});
		});
	}

	@Test
	void clustersAndApplicationsOfOtherNamesDoNotShare() {
		DataSource dataSource = h2();
		on(dataSource).withPropertyValues("spring.application.name=my shop")
			.run((first) -> on(dataSource).withPropertyValues("atasker.cluster.name=other").run((second) -> {
				await().until(() -> state(first) == WorkerState.STARTED);
				await().until(() -> state(second) == WorkerState.STARTED);
				on(dataSource).withPropertyValues("atasker.cluster.name=my-shop")
					.run((third) -> await().until(() -> waiting(third).contains("another node")));
			}));
	}

	@Test
	void nothingIsMadeWithoutSuchAWorker() {
		this.runner.withBean("dataSource", DataSource.class, ClusterAutoConfigurationTests::h2)
			.run((context) -> assertThat(context.getBeanFactory().containsSingleton("ataskerLeaseKeeper")).isFalse());
	}

	@Test
	void tableIsCreatedWhereThatIsWanted() {
		DataSource dataSource = PostgresServer.dataSource(PostgresServer.newDatabase());
		on(dataSource)
			.run((context) -> assertThat(report(context)).contains("singleJobs", "runOn", "no table 'atasker_lease'",
					"create table atasker_lease (name varchar(128)", "atasker.cluster.initialize-schema=always"));
		on(dataSource).withPropertyValues("atasker.cluster.initialize-schema=always")
			.run((context) -> await().until(() -> state(context) == WorkerState.STARTED));
		on(dataSource).withPropertyValues("atasker.cluster.initialize-schema=never")
			.run((context) -> await().until(() -> state(context) == WorkerState.STARTED));
	}

	@Test
	void tableMayHaveAnotherName() {
		DataSource dataSource = h2();
		on(dataSource).withPropertyValues("atasker.cluster.lease.table=PUBLIC.my_leases").run((context) -> {
			await().until(() -> state(context) == WorkerState.STARTED);
			try (var connection = dataSource.getConnection();
					var statement = connection.createStatement();
					var rows = statement.executeQuery("select name, locked_by from my_leases order by name")) {
				assertThat(rows.next()).isTrue();
				assertThat(rows.getString(1)).startsWith("application/");
				assertThat(rows.getString(2)).isEqualTo(context.getBean(NodeId.class).unique());
			}
		});
		on(h2()).withPropertyValues("atasker.cluster.lease.table=x; drop table y")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("atasker.cluster.lease.table"));
	}

	@Test
	void databaseThatIsAwayAtTheStartIsWaitedFor() {
		DriverManagerDataSource away = new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/none", "a", "b");
		on(away).run((context) -> {
			assertThat(context).hasNotFailed();
			await().until(() -> waiting(context).startsWith("standby: the lease cannot be asked for: "));
			assertThat(state(context)).isEqualTo(WorkerState.STANDBY);
		});
	}

	@Test
	void lockProviderOfTheApplicationIsUsed() {
		DataSource dataSource = h2();
		on(dataSource).run((context) -> await().until(() -> state(context) == WorkerState.STARTED));
		this.runner.withUserConfiguration(Singles.class)
			.withBean(LockProvider.class, () -> new JdbcTemplateLockProvider(dataSource, "atasker_lease"))
			.run((context) -> await().until(() -> state(context) == WorkerState.STARTED));
	}

	@Test
	void lockProviderThatCannotExtendIsRefused() {
		this.runner.withUserConfiguration(Singles.class)
			.withBean(LockProvider.class, FixedLocks::new)
			.run((context) -> assertThat(report(context)).contains("singleJobs", "FixedLocks",
					"cannot extend its locks", "ExtensibleLockProvider"));
	}

	@Test
	void oneOfSeveralLockProvidersHasToBeThePrimaryOne() {
		this.runner.withUserConfiguration(Singles.class)
			.withBean("a", LockProvider.class, FixedLocks::new)
			.withBean("b", LockProvider.class, FixedLocks::new)
			.run((context) -> assertThat(report(context)).contains("several LockProviders", "a, b", "@Primary"));
	}

	@Test
	void storeOfTheApplicationIsUsed() {
		this.runner.withUserConfiguration(Singles.class)
			.withBean(LeaseStore.class, OwnStore::new)
			.withClassLoader(new FilteredClassLoader("net.javacrumbs"))
			.run((context) -> await().until(() -> state(context) == WorkerState.STARTED));
	}

	@Test
	void leasesOfTheApplicationAreUsed() {
		on(h2()).withBean(WorkerLeases.class, () -> WorkerLeases.ONLY_NODE).run((context) -> {
			assertThat(context).doesNotHaveBean(LeaseKeeper.class).doesNotHaveBean(LeaseStore.class);
			await().until(() -> state(context) == WorkerState.STARTED);
		});
	}

	@Test
	void onlyNodeNeedsNothing() {
		this.runner.withUserConfiguration(Singles.class)
			.withPropertyValues("atasker.cluster.enabled=false")
			.run((context) -> await().until(() -> state(context) == WorkerState.STARTED));
	}

	@Test
	void whatIsMissingIsTold() {
		ApplicationContextRunner single = this.runner.withUserConfiguration(Singles.class);
		single.run((context) -> assertThat(report(context)).contains("singleJobs", "runOn",
				"neither a DataSource nor a LockProvider", "spring-boot-starter-jdbc",
				"atasker.cluster.enabled=false"));
		single.withClassLoader(new FilteredClassLoader("net.javacrumbs"))
			.run((context) -> assertThat(report(context)).contains("ShedLock is not there",
					"net.javacrumbs.shedlock:shedlock-provider-jdbc-template"));
		single.withBean("one", DataSource.class, ClusterAutoConfigurationTests::h2)
			.withBean("two", DataSource.class, ClusterAutoConfigurationTests::h2)
			.run((context) -> assertThat(report(context)).contains("there are 2 DataSources", "@Primary"));
		on(h2()).withClassLoader(new FilteredClassLoader("net.javacrumbs.shedlock.provider"))
			.run((context) -> assertThat(report(context)).contains("there is a DataSource",
					"net.javacrumbs.shedlock:shedlock-provider-jdbc-template"));
	}

	@Test
	void disabledWorkerNeedsNothing() {
		this.runner.withUserConfiguration(Singles.class)
			.withPropertyValues("atasker.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void queueWorkerOnOneNodeIsRefused() {
		on(h2()).withUserConfiguration(QueueOnOneNode.class)
			.run((context) -> assertThat(report(context)).contains("itemsBean", "ONE_NODE",
					"a queue in memory belongs to its node"));
	}

	@Test
	void propertiesAreChecked() {
		assertRefused("atasker.node-id", "a b");
		assertRefused("atasker.cluster.name", "a/b");
		assertRefused("atasker.cluster.lease.ttl", "500ms");
		assertRefused("atasker.cluster.lease.try-interval", "20s");
	}

	private void assertRefused(String property, String value) {
		on(h2()).withPropertyValues(property + "=" + value)
			.run((context) -> assertThat(report(context)).contains(property));
	}

	@Configuration(proxyBeanMethods = false)
	static class Singles {

		@Bean
		SingleJobs singleJobs() {
			return new SingleJobs();
		}

	}

	static class SingleJobs {

		@Worker(runOn = RunOn.ONE_NODE, pollDelay = "10ms")
		void single() {
		}

		@IntervalWorker(interval = "1h", runOn = RunOn.ONE_NODE)
		void report() {
		}

		@EventWorker(runOn = RunOn.ONE_NODE)
		void gallery() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class QueueOnOneNode {

		@Bean
		Items itemsBean() {
			return new Items();
		}

	}

	static class Items {

		@QueueWorker(runOn = RunOn.ONE_NODE)
		void items(String item) {
		}

	}

	/** Locks that last as long as they were made for. */
	private static final class FixedLocks implements LockProvider {

		@Override
		public Optional<SimpleLock> lock(LockConfiguration configuration) {
			return Optional.of(() -> {
			});
		}

	}

	/** A store of one node. */
	private static final class OwnStore implements LeaseStore {

		@Override
		public Optional<Grant> tryAcquire(String name, Duration ttl) {
			return Optional.of(new Grant(name, Instant.now().toEpochMilli(), null));
		}

		@Override
		public Optional<Grant> extend(Grant grant, Duration ttl) {
			return Optional.of(grant);
		}

		@Override
		public void release(Grant grant) {
		}

	}

}
