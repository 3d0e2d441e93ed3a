package io.atasker.docs.supervisor;

import java.time.Duration;

import io.atasker.autoconfigure.SupervisorCustomizer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class Pools {

	@Bean
	SupervisorCustomizer longIdleThreads() {
		return (builder) -> builder.threadKeepAlive(Duration.ofMinutes(5));
	}

}
