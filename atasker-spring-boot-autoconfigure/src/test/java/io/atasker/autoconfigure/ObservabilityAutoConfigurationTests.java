package io.atasker.autoconfigure;

import java.util.Map;

import io.atasker.annotation.EventWorker;
import io.atasker.metrics.AtaskerMetrics;
import io.atasker.metrics.ContextCarrier;
import io.atasker.metrics.DefaultWorkerObservationConvention;
import io.atasker.metrics.MdcKeys;
import io.atasker.metrics.WorkerObservationContext;
import io.atasker.metrics.WorkerObservationConvention;
import io.atasker.metrics.WorkerObservations;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is there of meters, observations and health, and when.
 */
@ExtendWith(LeakGuard.class)
class ObservabilityAutoConfigurationTests {

	private final ApplicationContextRunner bare = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AtaskerAutoConfiguration.class, AtaskerMetricsAutoConfiguration.class,
				AtaskerTracingAutoConfiguration.class, AtaskerHealthAutoConfiguration.class))
		.withUserConfiguration(Jobs.class);

	private final ApplicationContextRunner metered = this.bare
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class));

	private final ApplicationContextRunner observed = this.bare.withBean(TestObservationRegistry.class,
			TestObservationRegistry::create);

	private final ApplicationContextRunner healthy = this.bare
		.withBean(ApplicationAvailabilityBean.class, ApplicationAvailabilityBean::new)
		.withConfiguration(AutoConfigurations.of(HealthContributorAutoConfiguration.class,
				HealthContributorRegistryAutoConfiguration.class, HealthEndpointAutoConfiguration.class,
				AvailabilityHealthContributorAutoConfiguration.class, AvailabilityProbesAutoConfiguration.class,
				EndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoint.health.probes.enabled=true",
				"management.endpoint.health.show-components=always", "management.endpoint.health.show-details=always");

	@Test
	void metersAreThereAndGoWithTheContext() {
		SimpleMeterRegistry registry = new SimpleMeterRegistry();
		this.metered.withBean("own", MeterRegistry.class, () -> registry).run((context) -> {
			assertThat(context).hasSingleBean(AtaskerMetrics.class).doesNotHaveBean(ExecutionObserver.class);
			assertThat(registry.get("atasker.executions").tags("worker", "job", "outcome", "succeeded").meter())
				.isNotNull();
			assertThat(registry.get("executor.active").tags("name", "atasker.supervisor.default").meter()).isNotNull();
		});
		assertThat(registry.getMeters()).noneMatch((meter) -> meter.getId().getName().startsWith("atasker"))
			.noneMatch((meter) -> "atasker.supervisor.default".equals(meter.getId().getTag("name")));
	}

	@Test
	void metersCanBeSwitchedOff() {
		this.metered.withPropertyValues("atasker.metrics.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(AtaskerMetrics.class));
	}

	@Test
	void metersBackOffForABeanOfTheUser() {
		this.metered.withBean("mine", AtaskerMetrics.class, () -> null)
			.run((context) -> assertThat(context).doesNotHaveBean("ataskerMetrics"));
	}

	@Test
	void nothingIsThereWithoutARegistry() {
		this.bare.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(Workers.class)
			.doesNotHaveBean(AtaskerMetrics.class)
			.doesNotHaveBean(ExecutionObserver.class));
	}

	@Test
	void isAbsentWithoutMicrometer() {
		this.bare
			.withClassLoader(new FilteredClassLoader(
					FilteredClassLoader.PackageFilter.of("io.micrometer", "org.springframework.boot.micrometer"),
					FilteredClassLoader.ClassFilter.of(HealthContributor.class)))
			.withPropertyValues("atasker.tracing.enabled=true", "atasker.tracing.mdc=true")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(Workers.class)
				.hasSingleBean(MdcKeys.class)
				.doesNotHaveBean("ataskerMetrics")
				.doesNotHaveBean("ataskerObservations")
				.doesNotHaveBean("ataskerContextCarrier")
				.doesNotHaveBean("ataskerHealthContributor"));
	}

	@Test
	void histogramsTimeEachExecution() {
		this.metered.withPropertyValues("atasker.metrics.histograms=true").run((context) -> {
			assertThat(context).hasSingleBean(ExecutionObserver.class);
			Timer timer = context.getBean(MeterRegistry.class).get("atasker.execution.time").timer();
			trigger(context.getBean(Workers.class));
			await().until(() -> timer.count() == 1);
		});
	}

	private static BackgroundEventWorker trigger(Workers workers) {
		BackgroundEventWorker worker = workers.get("job", BackgroundEventWorker.class);
		worker.trigger();
		return worker;
	}

	@Test
	void executionsAreNotObservedUnlessItIsAskedFor() {
		this.observed.run((context) -> {
			assertThat(context).doesNotHaveBean(ExecutionObserver.class);
			BackgroundEventWorker worker = trigger(context.getBean(Workers.class));
			await().until(() -> worker.statistics().succeeded() == 1);
			TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
				.doesNotHaveAnyObservation();
		});
	}

	@Test
	void executionsAreObservedWhenItIsAskedFor() {
		for (String lazy : new String[] { "false", "true" }) {
			this.observed.withPropertyValues("atasker.tracing.enabled=true", "spring.main.lazy-initialization=" + lazy)
				.withInitializer(
						(context) -> context.addBeanFactoryPostProcessor(lazy.equals("true") ? lazy() : (beans) -> {
						}))
				.run((context) -> {
					assertThat(context).hasSingleBean(WorkerObservations.class).hasSingleBean(ContextCarrier.class);
					trigger(context.getBean(Workers.class));
					await().untilAsserted(() -> TestObservationRegistryAssert
						.assertThat(context.getBean(TestObservationRegistry.class))
						.hasObservationWithNameEqualTo("atasker.execution")
						.that()
						.hasBeenStopped()
						.hasLowCardinalityKeyValue("outcome", "succeeded"));
				});
		}
	}

	private static LazyInitializationBeanFactoryPostProcessor lazy() {
		return new LazyInitializationBeanFactoryPostProcessor();
	}

	@Test
	void conventionCanBeReplaced() {
		this.observed.withPropertyValues("atasker.tracing.enabled=true")
			.withBean(WorkerObservationConvention.class, () -> new DefaultWorkerObservationConvention() {
				@Override
				public String getName() {
					return "mine";
				}

				@Override
				public String getContextualName(WorkerObservationContext context) {
					return "my " + context.getExecution().worker().name();
				}
			})
			.run((context) -> {
				trigger(context.getBean(Workers.class));
				await().untilAsserted(
						() -> TestObservationRegistryAssert.assertThat(context.getBean(TestObservationRegistry.class))
							.hasObservationWithNameEqualTo("mine")
							.that()
							.hasContextualNameEqualTo("my job"));
			});
	}

	@Test
	void contextIsCarriedWithoutObservationsAndObservedWithoutContext() {
		this.bare.withPropertyValues("atasker.tracing.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(ContextCarrier.class)
				.doesNotHaveBean(WorkerObservations.class));
		this.observed.withPropertyValues("atasker.tracing.enabled=true")
			.withClassLoader(new FilteredClassLoader(ContextSnapshotFactory.class))
			.run((context) -> assertThat(context).hasSingleBean(WorkerObservations.class)
				.hasBean("ataskerObservations")
				.doesNotHaveBean("ataskerContextCarrier"));
	}

	@Test
	void mdcHasWorkerAndTaskWhenItIsAskedFor() {
		this.bare.withPropertyValues("atasker.tracing.mdc=true").run((context) -> {
			trigger(context.getBean(Workers.class));
			Jobs jobs = context.getBean(Jobs.class);
			await().until(() -> jobs.mdc != null);
			assertThat(jobs.mdc).containsEntry(MdcKeys.WORKER, "job").containsKey(MdcKeys.TASK);
		});
	}

	@Test
	void healthHasAChildForEachSupervisor() {
		this.healthy.withPropertyValues("atasker.supervisors.other.pool-size=2").run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			assertThat(endpoint.healthForPath("atasker", "default").getStatus()).isEqualTo(Status.UP);
			assertThat(endpoint.healthForPath("atasker", "other").getStatus()).isEqualTo(Status.UP);
			HealthEndpointGroups groups = context.getBean(HealthEndpointGroups.class);
			assertThat(groups.get("liveness").isMember("atasker")).isFalse();
			assertThat(groups.get("readiness").isMember("atasker")).isFalse();
		});
	}

	@Test
	void healthCanBeSwitchedOff() {
		this.healthy.withPropertyValues("management.health.atasker.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("ataskerHealthContributor"));
	}

	@Test
	void healthBacksOffForABeanOfTheUser() {
		HealthContributor mine = (HealthIndicator) () -> Health.up().build();
		this.healthy.withBean("ataskerHealthContributor", HealthContributor.class, () -> mine)
			.run((context) -> assertThat(context.getBean("ataskerHealthContributor")).isSameAs(mine));
	}

	@Test
	void healthIsUnknownWhereAllIsSwitchedOff() {
		this.healthy.withPropertyValues("atasker.enabled=false")
			.run((context) -> assertThat(
					context.getBean(HealthEndpoint.class).healthForPath("atasker", "default").getStatus())
				.isEqualTo(Status.UNKNOWN));
	}

	@Test
	void criticalWorkersCountForReadinessWhenItIsAskedFor() {
		this.healthy.withPropertyValues("atasker.health.readiness=true").run((context) -> {
			HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
			Status before = endpoint.healthForPath("readiness").getStatus();
			failVitalWorker(context.getBean(Workers.class));
			assertThat(endpoint.healthForPath("readiness", "ataskerCritical").getStatus())
				.isEqualTo(Status.OUT_OF_SERVICE);
			assertThat(before).isNotNull();
			assertThat(context.getBean(HealthEndpointGroups.class).get("liveness").isMember("ataskerCritical"))
				.isFalse();
		});
	}

	@Test
	void criticalWorkersDoNotCountForReadinessOtherwise() {
		this.healthy.run((context) -> {
			failVitalWorker(context.getBean(Workers.class));
			assertThat(context.getBean(HealthEndpointGroups.class).get("readiness").isMember("ataskerCritical"))
				.isFalse();
			assertThat(context.getBean(HealthEndpoint.class).healthForPath("readiness", "ataskerCritical")).isNull();
		});
	}

	private static void failVitalWorker(Workers workers) {
		BackgroundEventWorker vital = workers.get("vital", BackgroundEventWorker.class);
		vital.trigger();
		await().until(() -> vital.state() == WorkerState.FAILED);
	}

	@Test
	void observerOfTheUserIsAsked() {
		CountingObserver observer = new CountingObserver();
		this.bare.withBean(ExecutionObserver.class, () -> observer).run((context) -> {
			trigger(context.getBean(Workers.class));
			await().until(() -> observer.begun > 0);
		});
	}

	@Test
	void observationRegistryIsNotNeededByAnythingElse() {
		this.bare.run((context) -> assertThat(context).doesNotHaveBean(ObservationRegistry.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class Jobs {

		private volatile Map<String, String> mdc;

		@EventWorker
		void job() {
			this.mdc = MDC.getCopyOfContextMap();
		}

		@EventWorker(critical = true, errorPolicy = ErrorPolicy.STOP)
		void vital() {
			throw new IllegalStateException("failed");
		}

		@Bean
		String unrelated() {
			return "unrelated";
		}

	}

	/** Counts what begins. */
	private static final class CountingObserver implements ExecutionObserver {

		private volatile int begun;

		@Override
		@SuppressWarnings("NonAtomicVolatileUpdate")
		public ObservedExecution begin(WorkContext context, Object captured) {
			this.begun++;
			return null;
		}

	}

}
