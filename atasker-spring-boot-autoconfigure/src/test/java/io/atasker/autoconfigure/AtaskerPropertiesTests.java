package io.atasker.autoconfigure;

import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.atasker.annotation.ExecutorChoice;
import io.atasker.autoconfigure.AtaskerProperties.UnknownWorkers;
import io.atasker.cluster.jdbc.JdbcQueueSettings;
import io.atasker.supervisor.Priority;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RunOn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AtaskerProperties} and {@link DurationRules}.
 */
class AtaskerPropertiesTests {

	private static final WorkerProperties NO_WORKER_PROPERTIES = new WorkerProperties(null, null, null, null, null,
			null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, Map.of());

	private final FailureReports reports = new FailureReports();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(PropertiesConfiguration.class)
		.withInitializer(this.reports);

	@Test
	void untouchedPropertiesAreLeftToTheEngine() {
		bound((properties) -> assertThat(properties).isEqualTo(new AtaskerProperties(true, true, true,
				UnknownWorkers.WARN, null, null,
				new SupervisorProperties(null, null, null, null, null, null, null, null, null, null, Map.of(), null),
				Map.of(), NO_WORKER_PROPERTIES, Map.of(), new MetricsProperties(true, false),
				new TracingProperties(null, false), new HealthProperties(false), new EventsProperties(true),
				new EndpointsProperties(List.of()),
				new ClusterProperties(true, null, ClusterProperties.InitializeSchema.EMBEDDED,
						new LeaseProperties(Duration.ofSeconds(10), Duration.ofSeconds(1), "atasker_lease"),
						new ViewProperties(false, Duration.ofSeconds(1), Duration.ofSeconds(10), Duration.ofHours(1)),
						new JdbcQueueProperties(JdbcQueueSettings.DEFAULT_POLL_INTERVAL,
								JdbcQueueSettings.DEFAULT_HEARTBEAT_INTERVAL,
								JdbcQueueSettings.DEFAULT_MISSED_HEARTBEATS, JdbcQueueProperties.Hints.AUTO),
						new RabbitQueueProperties(null, Duration.ofSeconds(5), Duration.ofSeconds(10),
								Duration.ofSeconds(1))))));
	}

	@Test
	void rootProperties() {
		bound((properties) -> assertThat(properties)
			.extracting(AtaskerProperties::enabled, AtaskerProperties::autoStart, AtaskerProperties::transactionAware,
					AtaskerProperties::unknownWorkers, AtaskerProperties::historySize, AtaskerProperties::nodeId)
			.containsExactly(false, false, false, UnknownWorkers.FAIL, 7, "node-a"), "enabled=false",
				"auto-start=false", "transaction-aware=false", "unknown-workers=fail", "history-size=7",
				"node-id=node-a");
	}

	@Test
	void clusterProperties() {
		bound((properties) -> assertThat(properties.cluster())
			.isEqualTo(new ClusterProperties(false, "shop", ClusterProperties.InitializeSchema.NEVER,
					new LeaseProperties(Duration.ofSeconds(30), Duration.ofSeconds(2), "leases"),
					new ViewProperties(true, Duration.ofSeconds(3), Duration.ofSeconds(9), Duration.ofDays(1)),
					new JdbcQueueProperties(Duration.ofMillis(100), Duration.ofSeconds(3), 7,
							JdbcQueueProperties.Hints.NEVER),
					new RabbitQueueProperties("shop-", Duration.ofSeconds(9), Duration.ofSeconds(8),
							Duration.ofSeconds(7)))),
				"cluster.enabled=false", "cluster.name=shop", "cluster.initialize-schema=never",
				"cluster.lease.ttl=30s", "cluster.lease.try-interval=2s", "cluster.lease.table=leases",
				"cluster.view.enabled=true", "cluster.view.poll-interval=3s", "cluster.view.node-timeout=9s",
				"cluster.view.forget-after=1d", "cluster.jdbc.poll-interval=100ms",
				"cluster.jdbc.heartbeat-interval=3s", "cluster.jdbc.missed-heartbeats=7", "cluster.jdbc.hints=never",
				"cluster.rabbit.prefix=shop-", "cluster.rabbit.heartbeat=9s", "cluster.rabbit.confirm-timeout=8s",
				"cluster.rabbit.recovery-interval=7s");
	}

	@Test
	void supervisorProperties() {
		bound((properties) -> assertThat(properties.supervisor()).isEqualTo(new SupervisorProperties(1, 2, 3, "max",
				true, true, Duration.ofMillis(4), Duration.ofSeconds(5), Duration.ofSeconds(6), Duration.ofSeconds(7),
				Map.of("io", new LoopProperties("pool"), "slow", new LoopProperties(null)), null)),
				"supervisor.pool-size=1", "supervisor.reserve-normal=2", "supervisor.reserve-high=3",
				"supervisor.min-threads=max", "supervisor.virtual-threads=true", "supervisor.daemon=true",
				"supervisor.poll-delay=4ms", "supervisor.start-warning-after=5s",
				"supervisor.start-critical-after=PT6S", "supervisor.shutdown-timeout=7s",
				"supervisor.loops.io.executor=pool", "supervisor.loops.slow=");
	}

	@Test
	void furtherSupervisorsHaveTheSameProperties() {
		bound((properties) -> assertThat(properties.supervisors()).extractingByKey("reports")
			.extracting(SupervisorProperties::poolSize, SupervisorProperties::minThreads)
			.containsExactly(3, "2"), "supervisors.reports.pool-size=3", "supervisors.reports.min-threads=2");
	}

	@Test
	void generalWorkerProperties() {
		bound((properties) -> assertThat(properties.workers()).extractingByKey("orders")
			.extracting(WorkerProperties::enabled, WorkerProperties::autoStart, WorkerProperties::priority,
					WorkerProperties::concurrency, WorkerProperties::executor, WorkerProperties::supervisor,
					WorkerProperties::loop, WorkerProperties::pollDelay, WorkerProperties::timeout,
					WorkerProperties::stopTimeout, WorkerProperties::interruptOnStop, WorkerProperties::runOn,
					WorkerProperties::errorPolicy, WorkerProperties::controlRoles, WorkerProperties::critical,
					WorkerProperties::arguments)
			.containsExactly(false, false, Priority.HIGH, "processors", ExecutorChoice.THREAD, "reports", "io",
					Duration.ofMillis(1), Duration.ZERO, Duration.ofSeconds(3), true, RunOn.ONE_NODE, ErrorPolicy.STOP,
					Set.of("ops", "dev"), true, Map.of("region", "EU", "a.b", "c")),
				"workers.orders.enabled=false", "workers.orders.auto-start=false", "workers.orders.priority=high",
				"workers.orders.concurrency=processors", "workers.orders.executor=thread",
				"workers.orders.supervisor=reports", "workers.orders.loop=io", "workers.orders.poll-delay=1ms",
				"workers.orders.timeout=0s", "workers.orders.stop-timeout=3s", "workers.orders.interrupt-on-stop=true",
				"workers.orders.run-on=one-node", "workers.orders.error-policy=stop",
				"workers.orders.control-roles=ops,dev", "workers.orders.critical=true",
				"workers.orders.arguments.region=EU", "workers.orders.arguments.a.b=c");
	}

	@Test
	void workerPropertiesOfOneTypeOnly() {
		bound((properties) -> assertThat(properties.workers()).extractingByKey("x")
			.extracting(WorkerProperties::capacity, WorkerProperties::provider, WorkerProperties::retry,
					WorkerProperties::settle, WorkerProperties::runOnStart, WorkerProperties::interval,
					WorkerProperties::delay, WorkerProperties::delayBefore, WorkerProperties::initialDelay,
					WorkerProperties::cron, WorkerProperties::zone, WorkerProperties::jitter)
			.containsExactly(9L, "memory",
					new RetryProperties(3, Duration.ofSeconds(1), 2.5, Duration.ofSeconds(9), Duration.ofMillis(5),
							List.of(IllegalStateException.class), List.of(IllegalArgumentException.class)),
					Duration.ofMillis(100), true, Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3),
					Duration.ZERO, "@daily", ZoneId.of("Europe/Paris"), Duration.ofMillis(6)),
				"workers.x.capacity=9", "workers.x.provider=memory", "workers.x.retry.max-retries=3",
				"workers.x.retry.delay=1s", "workers.x.retry.multiplier=2.5", "workers.x.retry.max-delay=9s",
				"workers.x.retry.jitter=5ms", "workers.x.retry.includes=java.lang.IllegalStateException",
				"workers.x.retry.excludes=java.lang.IllegalArgumentException", "workers.x.settle=100ms",
				"workers.x.run-on-start=true", "workers.x.interval=1s", "workers.x.delay=2s",
				"workers.x.delay-before=3s", "workers.x.initial-delay=0s", "workers.x.cron=@daily",
				"workers.x.zone=Europe/Paris", "workers.x.jitter=6ms");
	}

	@Test
	void defaultsHaveTheSamePropertiesAsWorkers() {
		bound((properties) -> assertThat(properties.defaults().stopTimeout()).isEqualTo(Duration.ofSeconds(3)),
				"defaults.stop-timeout=3s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "atasker.intervall", "atasker.supervisor.pool-sise",
			"atasker.supervisor.process-pool.sise", "atasker.supervisors.reports.pool-sise",
			"atasker.defaults.intervall", "atasker.workers.orders.intervall", "atasker.workers.orders.sync.interval",
			"atasker.workers.orders.retry.max-retry" })
	void unknownKeysAreRefused(String key) {
		this.runner.withPropertyValues(key + "=5s").run((context) -> {
			assertThat(context).getFailure().hasRootCauseInstanceOf(UnboundConfigurationPropertiesException.class);
			assertThat(this.reports.of(context).getDescription()).contains("Property: " + key, "Value: \"5s\"");
		});
	}

	@Test
	void environmentVariablesReachEachName() {
		this.runner
			.withInitializer((context) -> environment(context.getEnvironment(),
					Map.of("ATASKER_WORKERS_MYWORKER_INTERVAL", "3s", "ATASKER_WORKERS_ORDERSYNC_STOPTIMEOUT", "4s")))
			.withPropertyValues("atasker.workers.myWorker.interval=5s", "atasker.workers.myWorker.priority=high",
					"atasker.workers.order-sync.capacity=5")
			.run((context) -> {
				NamedSettings<WorkerProperties> workers = new NamedSettings<>(
						context.getBean(AtaskerProperties.class).workers());
				assertThat(workers.names()).containsExactlyInAnyOrder("myWorker", "order-sync");
				assertThat(workers.find("MY_WORKER"))
					.allSatisfy((entry) -> assertThat(entry.value().interval()).isEqualTo(Duration.ofSeconds(3)));
				assertThat(workers.find("orderSync"))
					.anySatisfy((entry) -> assertThat(entry.value().stopTimeout()).isEqualTo(Duration.ofSeconds(4)))
					.anySatisfy((entry) -> assertThat(entry.value().capacity()).isEqualTo(5));
			});
	}

	@Test
	void environmentVariablesWin() {
		this.runner.withInitializer(
				(context) -> environment(context.getEnvironment(), Map.of("ATASKER_WORKERS_MYWORKER_CAPACITY", "3")))
			.withPropertyValues("atasker.workers[my_worker].capacity=5")
			.run((context) -> assertThat(
					new NamedSettings<>(context.getBean(AtaskerProperties.class).workers()).find("my-worker")
						.stream()
						.map((entry) -> entry.value().capacity()))
				.endsWith(3L));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "supervisor.poll-delay", "supervisor.start-warning-after", "supervisor.start-critical-after",
					"supervisor.shutdown-timeout", "supervisors.reports.shutdown-timeout", "defaults.stop-timeout",
					"workers.x.poll-delay", "workers.x.timeout", "workers.x.stop-timeout", "workers.x.retry.delay",
					"workers.x.retry.max-delay", "workers.x.retry.jitter", "workers.x.settle", "workers.x.interval",
					"workers.x.delay", "workers.x.delay-before", "workers.x.initial-delay", "workers.x.jitter" })
	void eachDurationNeedsAUnitAndIsNotNegative(String key) {
		assertThat(report("atasker." + key, "5").getDescription()).contains("'atasker." + key + "'", "needs a unit");
		assertThat(report("atasker." + key, "-5s").getDescription()).contains("'atasker." + key + "'",
				"must not be negative");
	}

	@ParameterizedTest
	@ValueSource(strings = { "supervisor.start-warning-after", "supervisor.start-critical-after",
			"supervisor.shutdown-timeout", "workers.x.stop-timeout", "workers.x.interval", "workers.x.delay",
			"workers.x.delay-before" })
	void zeroIsRefusedWhereItMeansNothing(String key) {
		assertThat(report("atasker." + key, "0s").getDescription()).contains("longer than zero");
	}

	@Test
	void durationReportHasPropertyValueOriginAndRemedy() {
		FailureAnalysis report = report("atasker.workers.my-worker.interval", "5");
		assertThat(report.getDescription()).isEqualTo(
				"""
						Invalid value '5' for configuration property 'atasker.workers.my-worker.interval' (originating from \
						'"atasker.workers.my-worker.interval" from property source "test"'). Validation failed for the following \
						reason:

						A duration needs a unit. Write one, such as '5s' or '5ms'.""");
		assertThat(report.getAction()).isEqualTo("Review the value of the property with the provided reason.");
	}

	@Test
	void numberOfYamlNeedsAUnitToo() {
		FailureAnalysis[] report = new FailureAnalysis[1];
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("yaml", Map.of("atasker.workers.x.interval", 5))))
			.run((context) -> report[0] = this.reports.of(context));
		assertThat(report[0].getDescription()).contains("Invalid value '5'", "'atasker.workers.x.interval'",
				"needs a unit");
	}

	@Test
	void durationFromPlaceholderNeedsAUnitToo() {
		assertThat(report("atasker.workers.x.interval", "${pause:5}").getDescription()).contains("Invalid value '5'",
				"needs a unit");
	}

	@Test
	void durationLongerThanTheEngineCanCountIsRefused() {
		assertThat(report("atasker.workers.x.interval", "P106752D").getDescription()).contains("100 years");
	}

	@Test
	void durationOfOthersIsNotTouched() {
		this.runner.withUserConfiguration(ForeignConfiguration.class)
			.withPropertyValues("foreign.pause=5")
			.run((context) -> assertThat(context.getBean(Foreign.class).pause()).isEqualTo(Duration.ofMillis(5)));
	}

	private FailureAnalysis report(String key, String value) {
		FailureAnalysis[] report = new FailureAnalysis[1];
		this.runner.withPropertyValues(key + "=" + value).run((context) -> report[0] = this.reports.of(context));
		return report[0];
	}

	private void bound(Consumer<AtaskerProperties> assertions, String... pairs) {
		String[] prefixed = List.of(pairs).stream().map("atasker."::concat).toArray(String[]::new);
		this.runner.withPropertyValues(prefixed)
			.run((context) -> assertions.accept(context.getBean(AtaskerProperties.class)));
	}

	private static void environment(ConfigurableEnvironment environment, Map<String, Object> variables) {
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new HashMap<>(variables)));
		environment.getPropertySources()
			.addFirst(environment.getPropertySources()
				.remove(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(AtaskerProperties.class)
	static class PropertiesConfiguration {

		@Bean
		static DurationRules durationRules(Environment environment) {
			return new DurationRules(environment);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Foreign.class)
	static class ForeignConfiguration {

	}

	@ConfigurationProperties("foreign")
	record Foreign(Duration pause) {

	}

}
