package io.atasker.metrics;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.atasker.annotation.QueueWorker;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundQueueWorker;
import io.micrometer.observation.ObservationView;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A trace goes from a web request through a queue into the executor.
 */
@ExtendWith(LeakGuard.class)
class TraceOverHttpTests {

	@Test
	void executionBelongsToTheRequestThatPutItsItem() throws Exception {
		try (var context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
					"atasker.tracing.enabled=true")
			.run()) {
			String port = context.getEnvironment().getProperty("local.server.port");
			HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
				.POST(HttpRequest.BodyPublishers.ofString("42"))
				.build();
			int status = HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
			assertThat(status).isEqualTo(200);
			assertThat(context.getBean(Orders.class).parents.poll(1, TimeUnit.MINUTES))
				.isEqualTo("atasker.execution in http.server.requests");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
	@Import({ Orders.class, OrderController.class })
	static class Application {

		@Bean
		TestObservationRegistry observationRegistry() {
			return TestObservationRegistry.create();
		}

	}

	@RestController
	static class OrderController {

		private final BackgroundQueueWorker<String> orders;

		OrderController(BackgroundQueueWorker<String> orders) {
			this.orders = orders;
		}

		@PostMapping("/orders")
		void order() {
			this.orders.put("order");
		}

	}

	static class Orders {

		private final BlockingQueue<String> parents = new LinkedBlockingQueue<>();

		private final TestObservationRegistry registry;

		Orders(TestObservationRegistry registry) {
			this.registry = registry;
		}

		@QueueWorker
		void orders(String order) {
			var current = this.registry.getCurrentObservation();
			ObservationView parent = (current != null) ? current.getContextView().getParentObservation() : null;
			this.parents.add("%s in %s".formatted((current != null) ? current.getContextView().getName() : null,
					(parent != null) ? parent.getContextView().getName() : null));
		}

	}

}
