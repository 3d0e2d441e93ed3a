package io.atasker.compatibility;

import io.atasker.annotation.IntervalWorker;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What an application with Reactor has besides.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Mono.class)
class ReactorJobs {

	@Bean
	Reactive reactive(Jobs jobs) {
		return new Reactive(jobs);
	}

	record Reactive(Jobs jobs) {

		@IntervalWorker("20ms")
		Mono<Boolean> reactor() {
			return Mono.fromCallable(() -> jobs().done.add("reactor")).thenReturn(true);
		}

	}

}
