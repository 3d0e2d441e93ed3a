package io.atasker.actuate;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import io.atasker.actuate.EndpointApplication.Audited;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.BackgroundIntervalWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.ContextExecutor;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The endpoints as MBeans of the platform's server.
 */
@Tag("waiting")
class EndpointJmxTests {

	private static final String[] READS = { "deadletters", "executions", "stack", "worker", "workers" };

	private static final String[] WRITES = { "cancel", "change", "perform", "purge", "put", "redrive", "reset",
			"restart", "set", "start", "startWith", "stop", "trigger" };

	private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

	@Test
	void isNotExposedByDefault() {
		run((context) -> assertThat(this.server.queryNames(pattern(), null)).noneMatch(this::isOurs));
	}

	@Test
	void whatIsExposedCanOnlyBeRead() {
		run((context) -> {
			assertThat(operations("Workers")).containsExactlyInAnyOrder(READS);
			assertThat(operations("Supervisors")).containsExactlyInAnyOrder("supervisors", "supervisor");
		}, "management.endpoints.jmx.exposure.include=workers,supervisors");
	}

	@Test
	void takesNothingButText() {
		runUnrestricted((context) -> {
			assertThat(operations("Workers")).containsExactlyInAnyOrder(concat(READS, WRITES));
			assertThat(infos("Workers")).flatExtracting((operation) -> List.of(operation.getSignature()))
				.allSatisfy((parameter) -> assertThat(parameter.getType()).isEqualTo("java.lang.String"));
			assertThat(infos("Workers")).filteredOn((operation) -> Set.of(WRITES).contains(operation.getName()))
				.allSatisfy((operation) -> assertThat(operation.getImpact()).isEqualTo(MBeanOperationInfo.ACTION));
		});
	}

	@Test
	void reads() {
		runUnrestricted((context) -> {
			interval(context);
			Map<?, ?> worker = (Map<?, ?>) invoke("Workers", "worker", "poll");
			assertThat(worker.get("type")).isEqualTo("INTERVAL");
			assertThat(((Map<?, ?>) worker.get("schedule")).get("interval")).isEqualTo("PT1H");
			assertThat(invoke("Workers", "worker", "other")).isNull();
			assertThat((Map<?, ?>) ((Map<?, ?>) invoke("Workers", "workers")).get("workers")).hasSize(1);
			Awaitility.await()
				.untilAsserted(
						() -> assertThat(invoke("Workers", "executions", "poll").toString()).contains("SUCCEEDED"));
			assertThat(invoke("Workers", "stack", "poll")).hasToString("{worker=poll, executions=[]}");
			assertThat(invoke("Supervisors", "supervisor", "default").toString()).contains("state=STARTED");
		});
	}

	@Test
	void startsStopsAndTriggers() {
		runUnrestricted((context) -> {
			BackgroundIntervalWorker worker = interval(context);
			assertThat(invoke("Workers", "stop", "poll")).isEqualTo("poll stop: STOPPED, state STOPPED");
			assertThat(invoke("Workers", "stop", "poll")).isEqualTo("poll stop: UNCHANGED, state STOPPED");
			assertThat(invoke("Workers", "startWith", "poll", "{\"interval\":\"30m\",\"arguments\":{\"a\":1}}"))
				.isEqualTo("poll start: STARTED, state STARTED");
			assertThat(worker.snapshot().schedule().interval()).isEqualTo(Duration.ofMinutes(30));
			// It does not wait for an execution that is just going on.
			assertThat((String) invoke("Workers", "restart", "poll")).startsWith("poll restart: RESTARTED, state ST");
			Awaitility.await().until(() -> worker.state() == WorkerState.STARTED);
			assertThat((String) invoke("Workers", "trigger", "poll")).startsWith("poll trigger: ");
			assertThat((String) invoke("Workers", "cancel", "poll")).startsWith("poll cancel: ");
			assertThat(worker.snapshot().lastChange().by()).isEqualTo("jmx");
			assertThat(context.getBean(Audited.class).last().getPrincipal()).isEqualTo("jmx");
		});
	}

	@Test
	void changesSettings() {
		runUnrestricted((context) -> {
			BackgroundIntervalWorker worker = interval(context);
			assertThat(invoke("Workers", "set", "poll", "cron", "0 0 4 * * *"))
				.isEqualTo("poll change: CHANGED, state STARTED");
			invoke("Workers", "set", "poll", "priority", "high");
			assertThat(worker.snapshot().overrides()).containsOnlyKeys("cron", "priority");
			invoke("Workers", "reset", "poll", "cron");
			assertThat(worker.snapshot().overrides()).containsOnlyKeys("priority");
			invoke("Workers", "reset", "poll", null);
			assertThat(worker.snapshot().overrides()).isEmpty();
		});
	}

	@Test
	void takesEverythingThatHttpTakes() {
		runUnrestricted((context) -> {
			BackgroundIntervalWorker worker = interval(context);
			assertThat(invoke("Workers", "change", "poll", "{\"interval\":\"2h\",\"for\":\"1h\",\"reason\":\"calm\"}"))
				.isEqualTo("poll change: CHANGED, state STARTED");
			assertThat(worker.snapshot().overrides().get("interval").until()).isNotNull();
			assertThat(worker.snapshot().lastChange().reason()).isEqualTo("calm");
			assertThat(invoke("Workers", "change", "poll", "{\"reset\":\"all\"}"))
				.isEqualTo("poll change: CHANGED, state STARTED");
			assertThat(invoke("Workers", "perform", "poll", "stop", "{\"for\":\"1h\",\"wait\":\"60s\"}"))
				.isEqualTo("poll stop: STOPPED, state STOPPED");
			assertThat(worker.snapshot().waiting().reason()).startsWith("stopped, starts again at ");
			assertThat(invoke("Workers", "perform", "poll", "start", null))
				.isEqualTo("poll start: STARTED, state STARTED");
			assertThat((String) invoke("Workers", "perform", "poll", "trigger", "{\"ifIdle\":true}"))
				.startsWith("poll trigger: ");
			assertFails("unknown key 'worker'", "perform", "poll", "stop", "{\"worker\":\"other\"}");
			assertFails("there is no action 'fly'", "perform", "poll", "fly", "");
			assertThat(invoke("Supervisors", "change", "default", "{\"poolSize\":7,\"for\":\"1h\",\"reason\":\"x\"}"))
				.isEqualTo("default resize: CHANGED, state STARTED");
			assertThat(invoke("Supervisors", "supervisor", "default").toString()).contains("effective=7", "until=");
		});
	}

	@Test
	void putsItemsAndTreatsDeadLetters() {
		runUnrestricted((context) -> {
			Queue<String> seen = new ConcurrentLinkedQueue<>();
			BackgroundQueueWorker<String> worker = context.getBean(Workers.class)
				.define("mail")
				.queue(String.class)
				.onError((failure) -> {
				})
				.executor((item, itemContext) -> {
					seen.add(item);
					throw new IllegalStateException(item);
				})
				.register();
			assertThat(invoke("Workers", "put", "mail", "hello")).isEqualTo("mail put: ACCEPTED, state STARTED");
			Awaitility.await().until(() -> worker.deadLetters().size() == 1);
			assertThat(invoke("Workers", "deadletters", "mail").toString()).contains("dead=1", "attempts=1");
			assertThat(invoke("Workers", "redrive", "mail")).isEqualTo("mail redrive: 1, state STARTED");
			Awaitility.await().until(() -> seen.size() == 2 && worker.deadLetters().size() == 1);
			assertThat(invoke("Workers", "purge", "mail")).isEqualTo("mail purge: 1, state STARTED");
		});
	}

	@Test
	void passesForEveryControlRole() {
		runUnrestricted((context) -> {
			context.getBean(Workers.class)
				.define("guarded")
				.event()
				.controlRoles(Set.of("OPERATOR"))
				.executor((ContextExecutor) (workContext) -> {
				})
				.register();
			assertThat(invoke("Workers", "stop", "guarded")).isEqualTo("guarded stop: STOPPED, state STOPPED");
		});
	}

	@Test
	void resizes() {
		runUnrestricted((context) -> {
			assertThat(invoke("Supervisors", "resize", "default", "7", null, ""))
				.isEqualTo("default resize: CHANGED, state STARTED");
			assertThat(context.getBean(Supervisor.class).limits()).isEqualTo(new PoolLimits(7, 5, 5));
		});
	}

	@Test
	void resizesTheProcessPool() {
		runUnrestricted((context) -> {
			PoolLimits threads = context.getBean(Supervisor.class).limits();
			assertThat(invoke("Supervisors", "resizeProcessPool", "default", "3", null, ""))
				.isEqualTo("default resize: CHANGED, state STARTED");
			assertThat(context.getBean(Supervisor.class).processStatistics().limits())
				.isEqualTo(new PoolLimits(3, 0, 0));
			assertThat(context.getBean(Supervisor.class).limits()).isEqualTo(threads);
		}, "atasker.supervisor.process-pool.size=1", "atasker.supervisor.process-pool.spares=0");
	}

	@Test
	void saysWhatIsWrong() {
		runUnrestricted((context) -> {
			BackgroundIntervalWorker worker = interval(context);
			assertFails("there is no worker 'other'", "stop", "other");
			assertFails("there is no worker 'other'", "executions", "other");
			assertFails("interval needs a unit", "set", "poll", "interval", "5");
			assertFails("unknown key 'colour'", "set", "poll", "colour", "red");
			assertFails("has no queue", "put", "poll", "x");
			assertFails("options must be a JSON object", "startWith", "poll", "5s");
			assertFails("is started already", "startWith", "poll", "{\"interval\":\"5s\"}");
			worker.stop();
			assertFails("is stopped; start it first", "trigger", "poll");
			assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		});
	}

	private void assertFails(String reason, String operation, String... arguments) {
		assertThatExceptionOfType(JMException.class).isThrownBy(() -> call("Workers", operation, arguments))
			.havingCause()
			.isInstanceOfAny(IllegalArgumentException.class, IllegalStateException.class)
			.withMessageContaining(reason)
			.withNoCause();
	}

	private static BackgroundIntervalWorker interval(ConfigurableApplicationContext context) {
		return context.getBean(Workers.class)
			.define("poll")
			.interval(Duration.ofHours(1))
			.executor((ContextExecutor) (workContext) -> {
			})
			.register();
	}

	private void runUnrestricted(Consumer<ConfigurableApplicationContext> test, String... more) {
		run(test,
				Stream
					.concat(Stream.of("management.endpoints.jmx.exposure.include=*",
							"management.endpoint.workers.access=unrestricted",
							"management.endpoint.supervisors.access=unrestricted"), Stream.of(more))
					.toArray(String[]::new));
	}

	private void run(Consumer<ConfigurableApplicationContext> test, String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(EndpointApplication.class)
			.web(WebApplicationType.NONE)
			.properties("spring.jmx.enabled=true", "spring.main.banner-mode=off",
					"management.endpoints.jmx.domain=atasker.test", "atasker.supervisor.reserve-normal=5",
					"atasker.supervisor.reserve-high=5")
			.properties(properties);
		try (ConfigurableApplicationContext context = builder.run()) {
			test.accept(context);
		}
	}

	private List<String> operations(String endpoint) {
		return infos(endpoint).stream().map(MBeanOperationInfo::getName).toList();
	}

	private List<MBeanOperationInfo> infos(String endpoint) {
		try {
			return List.of(this.server.getMBeanInfo(name(endpoint)).getOperations());
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Object invoke(String endpoint, String operation, String... arguments) {
		try {
			return call(endpoint, operation, arguments);
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private Object call(String endpoint, String operation, String... arguments) throws JMException {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return this.server.invoke(name(endpoint), operation, arguments, signature);
	}

	private boolean isOurs(ObjectName name) {
		return Set.of("Workers", "Supervisors").contains(name.getKeyProperty("name"));
	}

	private static ObjectName pattern() {
		return objectName("atasker.test:type=Endpoint,*");
	}

	private static ObjectName name(String endpoint) {
		return objectName("atasker.test:type=Endpoint,name=" + endpoint);
	}

	private static ObjectName objectName(String name) {
		try {
			return new ObjectName(name);
		}
		catch (JMException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String[] concat(String[] first, String[] second) {
		String[] all = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, all, first.length, second.length);
		return all;
	}

}
