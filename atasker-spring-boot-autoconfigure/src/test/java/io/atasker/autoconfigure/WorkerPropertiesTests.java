package io.atasker.autoconfigure;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import io.atasker.annotation.Argument;
import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.annotation.Worker;
import io.atasker.cluster.NodeId;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.CalendarSchedule;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.ExecutorKind;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.RunOn;
import io.atasker.worker.Schedule;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WorkerPropertiesApplier} and what it is made of.
 */
@ExtendWith(LeakGuard.class)
class WorkerPropertiesTests {

	private final FailureReports reports = new FailureReports();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class))
		.withUserConfiguration(Tasks.class)
		.withInitializer(this.reports)
		.withPropertyValues("atasker.auto-start=false");

	@Test
	void untouchedPropertiesLeaveTheDefaultsOfTheEngine() {
		this.runner.run((context) -> {
			Workers configured = context.getBean(Workers.class);
			try (Supervisor supervisor = Supervisor.builder().build()) {
				Workers plain = Workers.of(supervisor);
				assertThat(definition(configured)).usingRecursiveComparison()
					.ignoringFields("code.executor")
					.isEqualTo(definition(plain));
			}
		});
	}

	private static WorkerDefinition definition(Workers workers) {
		return workers.define("plain")
			.queue(String.class)
			.executor(ExecutorKind.THREAD, (item, job) -> null)
			.definition();
	}

	@Test
	void everyPropertyIsAnAttribute() {
		assertThat(Arrays.stream(WorkerProperties.class.getRecordComponents())
			.map((component) -> component.getName().toLowerCase(Locale.ROOT)))
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(WorkerAttribute.values())
				.map((attribute) -> attribute.property().replace("-", ""))
				.toList());
	}

	@Test
	void generalAttributes() {
		worker("continuous", (definition) -> {
			assertThat(definition.running().priority()).isEqualTo(Priority.HIGH);
			assertThat(definition.running().concurrency()).isEqualTo(3);
			assertThat(definition.running().supervisor()).isEqualTo("reports");
			assertThat(definition.running().runOn()).isEqualTo(RunOn.ONE_NODE);
			assertThat(definition.running().times()).isEqualTo(new WorkerDefinition.Times(Duration.ofMillis(1),
					Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(3), true));
			assertThat(definition.errors().policy()).isEqualTo(ErrorPolicy.STOP);
			assertThat(definition.operating())
				.isEqualTo(new WorkerDefinition.Operating(false, false, true, Set.of("ops"), 7));
		}, "atasker.history-size=7", "atasker.supervisors.reports.pool-size=3", "continuous.priority=high",
				"continuous.concurrency=3", "continuous.executor=thread", "continuous.supervisor=reports",
				"continuous.run-on=one-node", "continuous.poll-delay=1ms", "continuous.timeout=2s",
				"continuous.stop-timeout=3s", "continuous.interrupt-on-stop=true", "continuous.error-policy=stop",
				"continuous.enabled=false", "continuous.auto-start=false", "continuous.critical=true",
				"continuous.control-roles=ops");
	}

	@Test
	void concurrencyMayBeThatOfTheProcessors() {
		worker("queue", (definition) -> assertThat(definition.running().concurrency())
			.isEqualTo(Runtime.getRuntime().availableProcessors()), "queue.concurrency=processors");
	}

	@Test
	void loopOfAnAsynchronousWorker() {
		worker("asynchronous", (definition) -> assertThat(definition.running().loop()).isEqualTo("io"),
				"atasker.supervisor.loops.io=", "asynchronous.loop=io");
	}

	@Test
	void attributesOfQueueWorkers() {
		worker("queue", (definition) -> {
			assertThat(definition.queue()).isNotNull();
			assertThat(definition.queue().capacity()).isEqualTo(9);
			assertThat(definition.queue().provider()).isEqualTo("memory");
			assertThat(definition.errors().retry()).isEqualTo(new RetryPolicy(3, Duration.ofSeconds(4), 2,
					Duration.ofSeconds(30), Duration.ZERO, List.of(IllegalStateException.class), List.of()));
		}, "queue.capacity=9", "queue.provider=memory", "queue.retry.delay=4s",
				"queue.retry.includes=java.lang.IllegalStateException");
	}

	@Test
	void retryPropertiesReplaceThoseAttributesOnlyThatAreSet() {
		worker("retrying",
				(definition) -> assertThat(definition.errors().retry()).isEqualTo(new RetryPolicy(8,
						Duration.ofSeconds(2), 2, Duration.ofSeconds(30), Duration.ZERO, List.of(), List.of())),
				"retrying.retry.max-retries=8");
	}

	@Test
	void attributesOfEventWorkers() {
		worker("event",
				(definition) -> assertThat(definition.event())
					.isEqualTo(new WorkerDefinition.EventSettings(Duration.ofMillis(5), true)),
				"event.settle=5ms", "event.run-on-start=true");
	}

	@Test
	void intervalReplacesADelayAndKeepsTheRest() {
		worker("delayed",
				(definition) -> assertThat(definition.schedule()).isEqualTo(Schedule.every(Duration.ofSeconds(7))
					.withInitialDelay(Duration.ofSeconds(1))
					.withJitter(Duration.ofMillis(3))),
				"delayed.interval=7s", "delayed.jitter=3ms");
	}

	@Test
	void delayReplacesAnInterval() {
		worker("ticking",
				(definition) -> assertThat(definition.schedule()).isEqualTo(Schedule.withDelay(Duration.ofSeconds(7))),
				"ticking.delay=7s");
	}

	@Test
	void delayBeforeJoinsAnInterval() {
		worker("ticking", (definition) -> assertThat(definition.schedule()).isEqualTo(
				new Schedule(Duration.ofSeconds(5), null, Duration.ofSeconds(1), null, Duration.ZERO, Duration.ZERO)),
				"ticking.delay-before=1s");
	}

	@Test
	void intervalReplacesCron() {
		worker("daily",
				(definition) -> assertThat(definition.schedule()).isEqualTo(Schedule.every(Duration.ofSeconds(7))),
				"daily.interval=7s");
	}

	@Test
	void cronReplacesAnInterval() {
		worker("ticking", (definition) -> assertThat(calendar(definition)).satisfies((calendar) -> {
			assertThat(calendar.expression()).isEqualTo("0 0 6 * * *");
			assertThat(calendar.zone()).isEqualTo(ZoneId.of("Europe/Paris"));
		}), "ticking.cron=0 0 6 * * *", "ticking.zone=Europe/Paris");
	}

	@Test
	void cronKeepsItsZoneAndZoneItsCron() {
		worker("daily", (definition) -> assertThat(calendar(definition).zone()).isEqualTo(ZoneId.of("UTC")),
				"daily.cron=0 0 6 * * *");
		worker("daily", (definition) -> {
			assertThat(calendar(definition).expression()).isEqualTo("@daily");
			assertThat(calendar(definition).zone()).isEqualTo(ZoneId.of("Africa/Cairo"));
		}, "daily.zone=Africa/Cairo");
	}

	@Test
	void dashIsForByTriggerOnly() {
		worker("daily", (definition) -> assertThat(definition.schedule()).matches(Schedule::isTriggerOnly),
				"daily.cron=-");
	}

	@Test
	void argumentsReachTheNamesOfTheExecutor() {
		this.runner.withInitializer((context) -> {
			MutablePropertySources sources = context.getEnvironment().getPropertySources();
			String name = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;
			sources.replace(name, new SystemEnvironmentPropertySource(name,
					new HashMap<>(Map.of("ATASKER_WORKERS_ARGUING_ARGUMENTS_SALESREGION", "EU"))));
		})
			.run((context) -> assertThat(context.getBean(Workers.class).get("arguing").definition().code().arguments())
				.isEqualTo(Map.of("salesRegion", "EU")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-items", "maxItems", "MAXITEMS" })
	void argumentsWithDefaultsAreReachedToo(String name) {
		worker("arguing", (definition) -> assertThat(definition.code().arguments()).isEqualTo(Map.of("maxItems", "7")),
				"arguing.arguments." + name + "=7");
	}

	@Test
	void nameOfTheNodeIsTaken() {
		this.runner.withPropertyValues("atasker.node-id=n1")
			.run((context) -> assertThat(context.getBean(NodeId.class)).hasToString("n1"));
	}

	@Test
	void defaultsGiveWayToAnnotationsAndTheseToTheWorkersOwn() {
		this.runner
			.withPropertyValues("atasker.defaults.priority=low", "atasker.defaults.stop-timeout=3s",
					"atasker.defaults.capacity=5", "atasker.defaults.settle=5ms", "atasker.defaults.jitter=1ms",
					"atasker.defaults.loop=default", "atasker.defaults.retry.max-retries=1",
					"atasker.workers.urgent.priority=critical")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Workers workers = context.getBean(Workers.class);
				assertThat(workers.get("event").definition().running().priority()).isEqualTo(Priority.LOW);
				assertThat(workers.get("retrying").definition().running().priority()).isEqualTo(Priority.HIGH);
				assertThat(workers.get("urgent").definition().running().priority()).isEqualTo(Priority.CRITICAL);
				assertThat(workers.stream().map((worker) -> worker.definition().running().times().stopTimeout()))
					.containsOnly(Duration.ofSeconds(3));
				assertThat(workers.get("queue").definition().queue()).extracting("capacity").isEqualTo(5L);
				assertThat(workers.get("queue").definition().errors().retry().maxRetries()).isOne();
				assertThat(workers.get("retrying").definition().errors().retry().maxRetries()).isEqualTo(4);
			});
	}

	@Test
	void pollDelayOfTheSupervisorIsTheDefault() {
		worker("continuous",
				(definition) -> assertThat(definition.running().times().pollDelay()).isEqualTo(Duration.ofMillis(4)),
				"atasker.supervisor.poll-delay=4ms");
		worker("continuous",
				(definition) -> assertThat(definition.running().times().pollDelay()).isEqualTo(Duration.ofMillis(6)),
				"atasker.supervisor.poll-delay=4ms", "atasker.defaults.poll-delay=6ms");
	}

	@Test
	void pollDelayOfAFurtherSupervisorIsTheDefaultOfItsWorkers() {
		worker("continuous",
				(definition) -> assertThat(definition.running().times().pollDelay()).isEqualTo(Duration.ofMillis(5)),
				"atasker.supervisor.poll-delay=4ms", "atasker.supervisors.reports.poll-delay=5ms",
				"continuous.supervisor=reports");
	}

	@Test
	void workersMadeAtRunTimeHaveThePropertiesOfTheirTemplate() {
		this.runner
			.withPropertyValues("atasker.workers.sync.priority=high", "atasker.workers.sync.capacity=5",
					"atasker.workers.sync-2.capacity=6", "atasker.unknown-workers=ignore")
			.run((context) -> {
				Workers workers = context.getBean(Workers.class);
				WorkerDefinition one = workers.define("sync-1").template("sync").queue(String.class).executor((job) -> {
				}).register().definition();
				WorkerDefinition two = workers.define("sync-2").template("sync").queue(String.class).executor((job) -> {
				}).register().definition();
				assertThat(List.of(one, two)).extracting((definition) -> definition.running().priority())
					.containsOnly(Priority.HIGH);
				assertThat(List.of(one, two)).extracting((definition) -> definition.queue().capacity())
					.containsExactly(5L, 6L);
			});
	}

	@Test
	void disabledWorker() {
		this.runner.withPropertyValues("atasker.workers.event.enabled=false")
			.run((context) -> assertThat(context.getBean(Workers.class).get("event").state())
				.isEqualTo(WorkerState.DISABLED));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					queue.delay              | 5s       | 'queue' is a queue worker, and this is for interval workers only.
					queue.cron               | @daily   | 'queue' is a queue worker, and this is for interval workers only.
					continuous.interval      | 5s       | 'continuous' is a continuous worker, and this is for interval
					ticking.capacity         | 5        | 'ticking' is an interval worker, and this is for queue workers only.
					event.concurrency        | 2        | 'event' is an event worker, and this is for continuous workers, queue workers, int
					ticking.settle           | 5s       | for event workers only. Remove the property.
					queue.run-on-start       | true     | for event workers only. Remove the property.
					queue.concurrency        | 0        | It is neither a positive number nor 'processors'.
					queue.concurrency        | many     | It is neither a positive number nor 'processors'.
					queue.capacity           | 0        | it must be at least 1
					queue.provider           | post     | there is no such queue provider
					queue.supervisor         | nobody   | There is no such supervisor. Use one of [default], or configure it
					queue.loop               | io       | does not run on an event loop, since its executor is not asynchronous
					queue.executor           | process  | Only a static method can run in a child process. Choose 'thread' or 'auto'.
					asynchronous.loop        | io       | Supervisor 'default' has no such event loop. Use one of [default]
					ticking.cron             | often    | Cron expression must consist of 6 fields
					ticking.zone             | UTC      | A time zone needs a cron expression.
					ticking.delay-before     | 9s       | delayBefore must be shorter than interval
					""")
	void wrongValuesStopTheStartupWithTheirProperty(String key, String value, String problem) {
		this.runner.withPropertyValues("atasker.workers." + key + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(this.reports.of(context).getDescription())
				.startsWith(
						"Invalid value '" + value + "' for configuration property 'atasker.workers." + key + "' (orig")
				.contains(problem);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					defaults.concurrency                | many   | It is neither a positive number nor 'processors'.
					defaults.capacity                   | 0      | It must be at least 1.
					defaults.supervisor                 | nobody | There is no such supervisor. Use one of [default]
					defaults.loop                       | io     | Set 'atasker.supervisor.loops.io=' for a loop with
					defaults.retry.max-retries          | -1     | It must not be negative. Write 0 or a positive number.
					defaults.retry.multiplier           | 0.5    | It must be at least 1.
					workers.queue.retry.max-retries     | -1     | It must not be negative. Write 0 or a positive number.
					workers.queue.retry.multiplier      | NaN    | It must be at least 1.
					workers.ticking.retry.max-retries   | 3      | and this is for queue workers only. Remove the property.
					workers.ticking.concurrency         | 65536  | it must be between 1 and 65535
					workers.ticking.jitter              | 9s     | it is not shorter than the interval of PT5S
					workers.arguing.arguments.region    | EU     | 'arguing' has no argument of that name. Use one of [salesRegion,
					workers.arguing.arguments.max-items | many   | argument 'maxItems' is no int. Correct it.
					workers.ticking.arguments.region    | EU     | Remove the property; it has no arguments at all.
					history-size                        | -1     | It must be from 0 to 10000.
					history-size                        | 10001  | It must be from 0 to 10000.
					""")
	void wrongValuesAreToldWithTheirPropertyAlthoughNobodyNeedsThem(String key, String value, String problem) {
		this.runner.withPropertyValues("atasker." + key + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(this.reports.of(context).getDescription())
				.startsWith("Invalid value '" + value + "' for configuration property 'atasker." + key + "' (orig")
				.contains(problem);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "interval=5s,delay=5s", "cron=@daily,interval=5s", "cron=@daily,delay=5s",
			"cron=@daily,delay-before=5s" })
	void propertiesThatExcludeEachOtherStopTheStartup(String pairs) {
		String[] both = pairs.split(",");
		this.runner.withPropertyValues("atasker.workers.ticking." + both[0], "atasker.workers.ticking." + both[1])
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(this.reports.of(context).getDescription()).contains("mutually exclusive",
						"atasker.workers.ticking." + both[0].split("=")[0],
						"atasker.workers.ticking." + both[1].split("=")[0]);
			});
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "interval=5s", "delay=5s", "delay-before=5s", "cron=@daily", "zone=UTC", "executor=thread" })
	void defaultsHaveNothingThatWorkersDoNotShare(String pair) {
		this.runner.withPropertyValues("atasker.defaults." + pair).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(this.reports.of(context).getDescription())
				.contains("'atasker.defaults." + pair.split("=")[0] + "'", "Set it for one worker");
		});
	}

	@Test
	void wrongPropertyOfAWorkerMadeAtRunTimeIsAnExceptionThere() {
		this.runner.withPropertyValues("atasker.workers.later.delay=5s", "atasker.unknown-workers=ignore")
			.run((context) -> assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> context.getBean(Workers.class).define("later").event().executor((job) -> {
				}).register())
				.withMessageContaining("atasker.workers.later.delay"));
	}

	private void worker(String name, Consumer<WorkerDefinition> assertions, String... pairs) {
		String[] full = Arrays.stream(pairs)
			.map((pair) -> pair.startsWith("atasker.") ? pair : "atasker.workers." + pair)
			.toArray(String[]::new);
		this.runner.withPropertyValues(full).run((context) -> {
			assertThat(context).hasNotFailed();
			assertions.accept(context.getBean(Workers.class).get(name).definition());
		});
	}

	private static CalendarSchedule calendar(WorkerDefinition definition) {
		assertThat(definition.schedule()).isNotNull();
		assertThat(definition.schedule().calendar()).isNotNull();
		return definition.schedule().calendar();
	}

	@Configuration(proxyBeanMethods = false)
	static class Tasks {

		@Worker
		void continuous() {
		}

		@QueueWorker
		void queue(String item) {
		}

		@QueueWorker(priority = Priority.HIGH, retry = @Retry(maxRetries = "4", delay = "2s"))
		void retrying(String item) {
		}

		@EventWorker
		void event() {
		}

		@EventWorker(priority = Priority.HIGH)
		void urgent() {
		}

		@EventWorker
		CompletionStage<Void> asynchronous() {
			return CompletableFuture.completedFuture(null);
		}

		@EventWorker
		void arguing(@Argument("salesRegion") String region, @Argument(defaultValue = "3") int maxItems) {
		}

		@IntervalWorker("5s")
		void ticking() {
		}

		@IntervalWorker(delay = "5s", initialDelay = "1s")
		void delayed() {
		}

		@IntervalWorker(cron = "@daily", zone = "UTC")
		void daily() {
		}

	}

}
