package io.atasker.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.atasker.actuate.CriticalWorkersHealthIndicator;
import io.atasker.actuate.ReadinessGroup;
import io.atasker.actuate.SupervisorHealthIndicator;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.Workers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroupsPostProcessor;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * {@link AutoConfiguration Auto-configuration} of the health of supervisors.
 */
@AutoConfiguration(after = AtaskerAutoConfiguration.class,
		afterName = "org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration")
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Workers.class)
@ConditionalOnEnabledHealthIndicator("atasker")
public final class AtaskerHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "ataskerHealthContributor")
	CompositeHealthContributor ataskerHealthContributor(LocalSupervisors supervisors, Workers workers,
			AtaskerProperties properties) {
		Map<String, HealthContributor> byName = new LinkedHashMap<>();
		for (Supervisor supervisor : supervisors) {
			byName.put(supervisor.name(), new SupervisorHealthIndicator(supervisor, workers, properties.enabled()));
		}
		return CompositeHealthContributor.fromMap(byName);
	}

	/**
	 * What makes critical workers count for readiness.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBooleanProperty("atasker.health.readiness")
	static class ReadinessConfiguration {

		private static final String CONTRIBUTOR = "ataskerCritical";

		@Bean
		CriticalWorkersHealthIndicator ataskerCriticalHealthIndicator(Workers workers) {
			return new CriticalWorkersHealthIndicator(workers);
		}

		/** Behind the one that makes the group, which is of the lowest precedence too. */
		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		@ConditionalOnClass(HealthEndpointGroupsPostProcessor.class)
		static ReadinessGroup ataskerReadinessGroup() {
			return new ReadinessGroup(CONTRIBUTOR);
		}

	}

}
