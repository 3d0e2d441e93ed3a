package io.atasker.compatibility;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What is checked where meters are on the class path.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(MeterRegistry.class)
class MeterChecks {

	@Bean
	ExtraCheck meters(ObjectProvider<MeterRegistry> registries) {
		return () -> registries.stream()
			.allMatch((registry) -> registry.getMeters()
				.stream()
				.anyMatch((meter) -> meter.getId().getName().startsWith("atasker.")));
	}

}
