package io.atasker.annotation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Consumer;

import io.atasker.supervisor.Priority;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.RunOn;
import io.atasker.worker.Schedule;
import io.atasker.worker.WorkerBuilder;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerType;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the attributes of annotations come to.
 */
class WorkerSettingsTests {

	private final ApplicationContextRunner all = WorkerContexts.with(All.class);

	@Test
	void runningAttributesAreTranslated() {
		definition(this.all, "running", (definition) -> {
			WorkerDefinition.Running running = definition.running();
			assertThat(running.supervisor()).isEqualTo("default");
			assertThat(running.priority()).isEqualTo(Priority.HIGH);
			assertThat(running.concurrency()).isEqualTo(3);
			assertThat(running.runOn()).isEqualTo(RunOn.ONE_NODE);
			assertThat(running.times()).isEqualTo(new WorkerDefinition.Times(Duration.ofMillis(10),
					Duration.ofMinutes(1), Duration.ofSeconds(10), Duration.ofSeconds(5), true));
		});
	}

	@Test
	void operatingAndErrorAttributesAreTranslated() {
		definition(this.all, "running", (definition) -> {
			assertThat(definition.errors().policy()).isEqualTo(ErrorPolicy.STOP);
			assertThat(definition.operating().autoStart()).isFalse();
			assertThat(definition.operating().critical()).isTrue();
			assertThat(definition.operating().controlRoles()).containsExactlyInAnyOrder("ops", "dev", "boss");
		});
	}

	@Test
	void whatIsUnsetHasTheValueOfTheEngine() {
		definition(this.all, "unset", (definition) -> {
			WorkerDefinition other = Workers.builder()
				.supervisors(List.of(io.atasker.supervisor.Supervisor.builder().build()))
				.build()
				.define("unset")
				.executor((context) -> {
				})
				.definition();
			assertThat(definition.type()).isEqualTo(WorkerType.BACKGROUND);
			assertThat(definition.running()).isEqualTo(other.running());
			assertThat(definition.operating()).isEqualTo(other.operating());
			assertThat(definition.errors()).isEqualTo(other.errors());
		});
	}

	@Test
	void concurrencyMayFollowTheProcessors() {
		definition(this.all, "parallel", (definition) -> assertThat(definition.running().concurrency())
			.isEqualTo(Runtime.getRuntime().availableProcessors()));
	}

	@Test
	void queueAttributesAreTranslated() {
		definition(this.all, "queue", (definition) -> {
			WorkerDefinition.QueueSettings queue = definition.queue();
			assertThat(queue.itemType()).isEqualTo(String.class);
			assertThat(queue.queueType()).isEqualTo(PriorityQueue.class);
			assertThat(queue.capacity()).isEqualTo(50);
			assertThat(queue.provider()).isEqualTo("memory");
			assertThat(queue.comparator()).isNull();
			assertThat(definition.errors().retry())
				.isEqualTo(new RetryPolicy(7, Duration.ofMillis(5), 1.5, Duration.ofSeconds(9), Duration.ZERO,
						List.of(IOException.class), List.of(UncheckedIOException.class)));
		});
	}

	@Test
	void retryWithoutAttributesTriesThreeTimesMore() {
		definition(this.all, "patient",
				(definition) -> assertThat(definition.errors().retry()).isEqualTo(RetryPolicy.of(3)));
	}

	@Test
	void comparatorIsTheBeanForTheTypeOfTheItems() {
		definition(WorkerContexts.with(All.class, Comparators.class), "queue",
				(definition) -> assertThat(definition.queue().comparator()).isSameAs(Comparators.REVERSED));
	}

	@Test
	void eventAttributesAreTranslated() {
		definition(this.all, "event", (definition) -> {
			assertThat(definition.event().settle()).isEqualTo(Duration.ofMillis(200));
			assertThat(definition.event().runOnStart()).isTrue();
		});
	}

	@Test
	void scheduleIsTranslated() {
		definition(this.all, "interval",
				(definition) -> assertThat(definition.schedule()).isEqualTo(new Schedule(Duration.ofSeconds(10), null,
						Duration.ofSeconds(1), null, Duration.ofMinutes(2), Duration.ofMillis(3))));
		definition(this.all, "delay",
				(definition) -> assertThat(definition.schedule()).isEqualTo(Schedule.withDelay(Duration.ofHours(1))));
		definition(this.all, "before", (definition) -> assertThat(definition.schedule())
			.isEqualTo(Schedule.withDelayBefore(Duration.ofDays(1))));
		definition(this.all, "byTrigger", (definition) -> assertThat(definition.schedule().isTriggerOnly()).isTrue());
	}

	@Test
	void calendarIsTranslated() {
		definition(this.all, "cron", (definition) -> {
			assertThat(definition.schedule().calendar().expression()).isEqualTo("0 30 2 * * *");
			assertThat(definition.schedule().calendar().zone()).isEqualTo(ZoneId.of("Europe/Paris"));
		});
		definition(this.all, "daily",
				(definition) -> assertThat(definition.schedule().calendar().zone()).isEqualTo(ZoneId.systemDefault()));
	}

	@Test
	void loopOfAnAsynchronousWorkerIsTranslated() {
		definition(this.all, "async", (definition) -> assertThat(definition.running().loop()).isEqualTo("io"));
	}

	@Test
	void propertyCanReplaceTheSchedule() {
		ApplicationContextRunner runner = WorkerContexts.with(Unscheduled.class)
			.withBean(Customizer.class, () -> (builder) -> builder.replaceSchedule(Duration.ofSeconds(7), null, null));
		definition(runner, "poll",
				(definition) -> assertThat(definition.schedule()).isEqualTo(Schedule.every(Duration.ofSeconds(7))));
	}

	@Test
	void propertyCanLeaveItToTriggers() {
		ApplicationContextRunner runner = WorkerContexts.with(Unscheduled.class)
			.withBean(Customizer.class, () -> (builder) -> builder.cron("-", ZoneId.of("UTC")));
		definition(runner, "poll", (definition) -> assertThat(definition.schedule().isTriggerOnly()).isTrue());
	}

	@Test
	void placeholdersAndExpressionsAreResolved() {
		ApplicationContextRunner runner = WorkerContexts.with(WithTexts.class)
			.withBean("limits", Limits.class, Limits::new)
			.withPropertyValues("poll.every=90s", "poll.name=feed", "poll.roles=a,b", "poll.slow=");
		definition(runner, "feed-withTexts", (definition) -> {
			assertThat(definition.schedule()).isEqualTo(Schedule.every(Duration.ofSeconds(90)));
			assertThat(definition.running().concurrency()).isEqualTo(4);
			assertThat(definition.running().times().timeout()).isZero();
			assertThat(definition.operating().controlRoles()).containsExactlyInAnyOrder("a", "b");
		});
	}

	private static void definition(ApplicationContextRunner runner, String worker,
			Consumer<WorkerDefinition> assertions) {
		runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertions.accept(context.getBean(Workers.class).get(worker).definition());
		});
	}

	interface Customizer extends Consumer<WorkerBuilder<?, ?>> {

	}

	static class Limits {

		public int getParallel() {
			return 4;
		}

	}

	static class All {

		@Worker
		void unset() {
		}

		@Worker(name = "running", priority = Priority.HIGH, concurrency = "3", executor = ExecutorChoice.AUTO,
				supervisor = "default", pollDelay = "10ms", timeout = "1m", stopTimeout = "PT5S",
				interruptOnStop = true, runOn = RunOn.ONE_NODE, errorPolicy = ErrorPolicy.STOP, autoStart = false,
				controlRoles = { "ops,dev", "boss" }, critical = true)
		void runningAttributes() {
		}

		@Worker(concurrency = "processors")
		void parallel() {
		}

		@QueueWorker(queueType = PriorityQueue.class, capacity = "50", provider = "memory",
				retry = @Retry(maxRetries = "7", delay = "5ms", multiplier = "1.5", maxDelay = "9s", jitter = "0s",
						includes = IOException.class, excludes = UncheckedIOException.class))
		void queue(String item) {
		}

		@QueueWorker(retry = @Retry)
		void patient(String item) {
		}

		@EventWorker(settle = "200ms", runOnStart = true)
		void event() {
		}

		@IntervalWorker(value = "10s", delayBefore = "1s", initialDelay = "2m", jitter = "3ms")
		void interval() {
		}

		@Worker(delay = "1h")
		void delay() {
		}

		@Worker(delayBefore = "1d")
		void before() {
		}

		@Worker(cron = "-")
		void byTrigger() {
		}

		@Worker(cron = "0 30 2 * * *", zone = "Europe/Paris")
		void cron() {
		}

		@IntervalWorker(cron = "@daily")
		void daily() {
		}

		@Worker(loop = "io")
		Mono<Void> async() {
			return Mono.empty();
		}

	}

	static class Unscheduled {

		@IntervalWorker
		void poll() {
		}

	}

	static class WithTexts {

		@IntervalWorker(name = "${poll.name}-#{beanName.replaceFirst('.*[.]', '').replaceFirst('W', 'w')}",
				value = "${poll.every}", concurrency = "#{limits.parallel}", timeout = "${poll.slow}",
				controlRoles = "${poll.roles}")
		void poll() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Comparators {

		static final Comparator<String> REVERSED = Comparator.reverseOrder();

		@Bean
		Comparator<String> reversed() {
			return REVERSED;
		}

		@Bean
		Comparator<Integer> numbers() {
			return Comparator.naturalOrder();
		}

	}

}
