package io.atasker.autoconfigure;

import io.atasker.metrics.ContextCarrier;
import io.atasker.metrics.DefaultWorkerObservationConvention;
import io.atasker.metrics.WorkerObservationConvention;
import io.atasker.metrics.WorkerObservations;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/**
 * {@link AutoConfiguration Auto-configuration} of what is observed of each execution. It
 * costs in each, so that it is only there when it is asked for, or there is a tracer.
 */
@AutoConfiguration(after = AtaskerAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
		"org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration" })
@Conditional(AtaskerTracingAutoConfiguration.Wanted.class)
public final class AtaskerTracingAutoConfiguration {

	/**
	 * What needs context-propagation.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ContextSnapshotFactory.class)
	static class ContextConfiguration {

		/** The first: the others see the context of who has put. */
		@Bean
		@Order(0)
		@ConditionalOnMissingBean
		ContextCarrier ataskerContextCarrier(ObjectProvider<ContextSnapshotFactory> snapshots) {
			return new ContextCarrier(snapshots.getIfUnique(() -> ContextSnapshotFactory.builder().build()));
		}

		@Bean
		SupervisorCustomizer ataskerContextOfTasks(ContextCarrier carrier) {
			return (builder) -> builder.taskDecorator(carrier::decorate);
		}

	}

	/**
	 * What needs Micrometer's observations.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ObservationRegistry.class)
	@ConditionalOnBean(ObservationRegistry.class)
	static class ObservationConfiguration {

		@Bean
		@Order(1)
		@ConditionalOnMissingBean
		WorkerObservations ataskerObservations(ObservationRegistry registry,
				ObjectProvider<WorkerObservationConvention> convention) {
			return new WorkerObservations(registry, convention.getIfAvailable(DefaultWorkerObservationConvention::new));
		}

	}

	/** It is asked for, or there is a tracer and nobody has said no. */
	static final class Wanted extends AnyNestedCondition {

		Wanted() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBooleanProperty("atasker.tracing.enabled")
		static final class AskedFor {

		}

		@ConditionalOnBooleanProperty(name = "atasker.tracing.enabled", matchIfMissing = true)
		@ConditionalOnBean(type = "io.micrometer.tracing.Tracer")
		static final class Tracer {

		}

	}

}
