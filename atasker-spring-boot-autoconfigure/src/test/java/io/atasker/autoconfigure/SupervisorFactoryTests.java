package io.atasker.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.atasker.supervisor.LateTask;
import io.atasker.supervisor.LateTaskHandler;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorBuilder;
import io.atasker.testsupport.LeakGuard;
import io.atasker.time.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SupervisorFactory} and what it is made of.
 */
@ExtendWith(LeakGuard.class)
class SupervisorFactoryTests {

	private final FailureReports reports = new FailureReports();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class))
		.withUserConfiguration(Customizers.class)
		.withPropertyValues("atasker.events.enabled=false")
		.withInitializer(this.reports);

	@Test
	void untouchedPropertiesLeaveTheDefaultsOfTheEngine() {
		this.runner.run((context) -> assertThat(builder(context.getBean(Customizers.class), "default"))
			.usingRecursiveComparison()
			.ignoringFields("loopExecutors")
			.isEqualTo(Supervisor.builder()));
	}

	@Test
	void propertiesReachTheSupervisor() {
		this.runner
			.withPropertyValues("atasker.supervisor.pool-size=1", "atasker.supervisor.reserve-normal=2",
					"atasker.supervisor.reserve-high=3", "atasker.supervisor.min-threads=4",
					"atasker.supervisor.daemon=true", "atasker.supervisor.start-warning-after=5s",
					"atasker.supervisor.start-critical-after=6s", "atasker.supervisor.shutdown-timeout=7s",
					"atasker.supervisor.virtual-threads=true")
			.run((context) -> assertThat(builder(context.getBean(Customizers.class), "default"))
				.usingRecursiveComparison()
				.ignoringFields("loopExecutors")
				.isEqualTo(Supervisor.builder()
					.limits(new PoolLimits(1, 2, 3))
					.minThreads(4)
					.daemon(true)
					.virtualThreads(true)
					.startWarningAfter(Duration.ofSeconds(5))
					.startCriticalAfter(Duration.ofSeconds(6))
					.shutdownTimeout(Duration.ofSeconds(7))));
	}

	@Test
	void minThreadsMayBeAsManyAsTheLimitsAllow() {
		this.runner.withPropertyValues("atasker.supervisor.min-threads=max", "atasker.supervisor.pool-size=2")
			.run((context) -> assertThat(builder(context.getBean(Customizers.class), "default"))
				.extracting("minThreads")
				.isEqualTo(Integer.MAX_VALUE));
	}

	@Test
	void furtherSupervisorsInheritWhatTheyDoNotSet() {
		this.runner
			.withPropertyValues("atasker.supervisor.pool-size=2", "atasker.supervisor.reserve-high=9",
					"atasker.supervisor.daemon=true", "atasker.supervisors.reports.pool-size=3")
			.run((context) -> {
				assertThat(builder(context.getBean(Customizers.class), "reports")).usingRecursiveComparison()
					.ignoringFields("loopExecutors")
					.isEqualTo(Supervisor.builder().name("reports").daemon(true).limits(new PoolLimits(3, 5, 9)));
				assertThat(context.getBean(SupervisorBeans.DEFAULT, Supervisor.class).limits())
					.isEqualTo(new PoolLimits(2, 5, 9));
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			supervisor.pool-size             | -1         | must not be negative
			supervisor.reserve-normal        | -1         | must not be negative
			supervisors.reports.reserve-high | -1         | must not be negative
			supervisor.pool-size             | 2147483647 | too large
			supervisor.min-threads           | -1         | neither a number of threads nor 'max'
			supervisor.min-threads           | most       | neither a number of threads nor 'max'
			supervisor.loops.io.executor     | nobody     | no bean of that name
			supervisor.loops.io.executor     | customizer | Name an Executor
			supervisor.loops.default.executor | pool      | has an event loop 'default' already
			""")
	void wrongValuesStopTheStartupWithTheirProperty(String key, String value, String problem) {
		this.runner.withUserConfiguration(LoopExecutors.class)
			.withPropertyValues("atasker." + key + "=" + value)
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(this.reports.of(context).getDescription())
					.startsWith("Invalid value '" + value + "' for configuration property 'atasker." + key + "' (orig")
					.contains(problem);
			});
	}

	@Test
	void loopsHaveTheirOwnThreadOrTheExecutorThatIsNamed() {
		this.runner.withUserConfiguration(LoopExecutors.class)
			.withPropertyValues("atasker.supervisor.loops.own=", "atasker.supervisor.loops.pool.executor=pool",
					"atasker.supervisor.loops.reactor.executor=scheduler",
					"atasker.supervisors.reports.loops.own.executor=pool")
			.run((context) -> {
				Supervisor supervisor = context.getBean(SupervisorBeans.DEFAULT, Supervisor.class);
				assertThat(supervisor.loops().names()).containsExactly("default", "own", "pool", "reactor");
				assertThat(threadOf(supervisor, "own")).startsWith("atasker-default-");
				assertThat(threadOf(supervisor, "pool")).isEqualTo("pool-of-test");
				assertThat(threadOf(supervisor, "reactor")).startsWith("scheduler-of-test");
				assertThat(threadOf(context.getBean("atasker.supervisor.reports", Supervisor.class), "own"))
					.isEqualTo("pool-of-test");
			});
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20, disabledReason = "this JVM has virtual threads")
	void virtualThreadsOfSpringBootAreIgnoredWhereThereAreNone() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true").run((context) -> {
			assertThat(builder(context.getBean(Customizers.class), "default")).extracting("virtualThreads")
				.isEqualTo(false);
			assertThat(isUnnamed(context.getBean(Supervisor.class))).isFalse();
		});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21, disabledReason = "this JVM has no virtual threads")
	void virtualThreadsFollowSpringBoot() {
		this.runner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(isVirtual(context.getBean(Supervisor.class))).isTrue());
		this.runner
			.withPropertyValues("spring.threads.virtual.enabled=true", "atasker.supervisor.virtual-threads=false")
			.run((context) -> assertThat(isVirtual(context.getBean(Supervisor.class))).isFalse());
	}

	@Test
	void customizersComeLastAndInOrder() {
		this.runner.withUserConfiguration(MoreCustomizers.class)
			.withPropertyValues("atasker.supervisor.pool-size=2")
			.run((context) -> assertThat(context.getBean(Supervisor.class).limits())
				.isEqualTo(new PoolLimits(8, 0, 0)));
	}

	@Test
	void timeSourceAndLateTaskHandlersAreBeans() {
		this.runner.withUserConfiguration(Listeners.class)
			.withPropertyValues("atasker.supervisor.pool-size=1", "atasker.supervisor.reserve-normal=0",
					"atasker.supervisor.start-warning-after=2s")
			.run((context) -> {
				Supervisor supervisor = context.getBean(Supervisor.class);
				ManualTime time = context.getBean(ManualTime.class);
				assertThat(supervisor.time()).isSameAs(time);
				CompletableFuture<Void> end = new CompletableFuture<>();
				supervisor.submit(end::get);
				supervisor.submit(() -> "late");
				time.advance(Duration.ofSeconds(3));
				Awaitility.await().untilAsserted(() -> assertThat(context.getBean(Listeners.class).late).hasSize(1));
				end.complete(null);
			});
	}

	private static SupervisorBuilder builder(Customizers customizers, String name) {
		return customizers.builders.stream()
			.filter((builder) -> assertThat(builder).extracting("name").actual().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static String threadOf(Supervisor supervisor, String loop) throws Exception {
		return supervisor.loops()
			.get(loop)
			.submit(() -> CompletableFuture.completedFuture(Thread.currentThread().getName()))
			.toCompletableFuture()
			.get(60, TimeUnit.SECONDS);
	}

	private static boolean isVirtual(Supervisor supervisor) throws Exception {
		return (boolean) supervisor.submit(() -> Thread.class.getMethod("isVirtual").invoke(Thread.currentThread()))
			.result()
			.get(60, TimeUnit.SECONDS);
	}

	private static boolean isUnnamed(Supervisor supervisor) throws Exception {
		return supervisor.submit(() -> Thread.currentThread().getName().isEmpty()).result().get(60, TimeUnit.SECONDS);
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final List<SupervisorBuilder> builders = new ArrayList<>();

		@Bean
		@Order(0)
		SupervisorCustomizer customizer() {
			return this.builders::add;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MoreCustomizers {

		@Bean
		@Order(2)
		SupervisorCustomizer last() {
			return (builder) -> builder.limits(new PoolLimits(8, 0, 0));
		}

		@Bean
		@Order(1)
		SupervisorCustomizer first() {
			return (builder) -> builder.limits(new PoolLimits(7, 0, 0));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LoopExecutors {

		@Bean
		Executor pool() {
			return (command) -> {
				Thread thread = new Thread(command, "pool-of-test");
				thread.start();
			};
		}

		@Bean(destroyMethod = "dispose")
		Scheduler scheduler() {
			return Schedulers.newSingle("scheduler-of-test");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Listeners {

		private final List<LateTask> late = new CopyOnWriteArrayList<>();

		@Bean
		ManualTime time() {
			return new ManualTime();
		}

		@Bean
		LateTaskHandler lateTaskHandler() {
			return new LateTaskHandler() {
				@Override
				public void warning(LateTask task) {
					Listeners.this.late.add(task);
				}
			};
		}

	}

}
