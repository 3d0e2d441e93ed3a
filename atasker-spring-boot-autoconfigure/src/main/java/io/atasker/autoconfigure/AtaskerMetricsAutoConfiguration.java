package io.atasker.autoconfigure;

import io.atasker.metrics.AtaskerMetrics;
import io.atasker.worker.ExecutionObserver;
import io.atasker.worker.Workers;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link AutoConfiguration Auto-configuration} of the meters of workers and supervisors.
 */
@AutoConfiguration(after = AtaskerAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, Workers.class })
@ConditionalOnBooleanProperty(name = "atasker.metrics.enabled", matchIfMissing = true)
public final class AtaskerMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AtaskerMetrics ataskerMetrics(Workers workers, LocalSupervisors supervisors, AtaskerProperties properties) {
		return new AtaskerMetrics(workers, supervisors.all(), properties.metrics().histograms());
	}

	@Bean
	@ConditionalOnBooleanProperty("atasker.metrics.histograms")
	ExecutionObserver ataskerExecutionTimes(BeanFactory beans) {
		return beans.getBean(AtaskerMetrics.class).observer();
	}

}
