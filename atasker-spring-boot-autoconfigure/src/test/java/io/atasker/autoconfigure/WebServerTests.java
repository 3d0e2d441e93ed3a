package io.atasker.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import io.atasker.testsupport.LeakGuard;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.TriggerResult;
import io.atasker.worker.WorkContext;
import io.atasker.worker.WorkerHooks;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of supervisors and workers beside a real web server.
 */
@ExtendWith(LeakGuard.class)
class WebServerTests {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void requestInFlightCanStillPutAndTriggerDuringAGracefulShutdown() throws Exception {
		ConfigurableApplicationContext context = run();
		Shop shop = context.getBean(Shop.class);
		CompletableFuture<HttpResponse<String>> response = get(context, "local.server.port", "/order");
		assertThat(shop.requested.await(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Void> closed = CompletableFuture.runAsync(context::close);
		assertThat(context.getBean(Shutdown.class).begun.await(60, TimeUnit.SECONDS)).isTrue();
		Supervisor supervisor = context.getBean(Supervisor.class);
		await().until(() -> supervisor.state() == SupervisorState.RECEIVING);
		assertThat(closed).isNotDone();
		shop.goOn.countDown();
		assertThat(response.get(60, TimeUnit.SECONDS).body()).contains("ACCEPTED");
		closed.get(60, TimeUnit.SECONDS);
		assertThat(shop.done).containsExactlyInAnyOrder("order", "summary");
		assertThat(supervisor.state()).isEqualTo(SupervisorState.STOPPED);
	}

	@Test
	void managementContextOfItsOwnStartsNoWorkerTwice() throws Exception {
		try (ConfigurableApplicationContext context = run("--management.server.port=0",
				"--management.endpoints.web.exposure.include=workers")) {
			assertThat(context.getBean(Starts.class).names).containsExactlyInAnyOrder("orders", "summary", "watch");
			assertThat(
					get(context, "local.management.port", "/actuator/workers/orders").get(60, TimeUnit.SECONDS).body())
				.contains("\"state\":\"STARTED\"");
			assertThat(context.getBean(Workers.class).stream()).hasSize(3);
			assertThat(LeakGuard.engineThreads().stream().map(Thread::getName)).doesNotHaveDuplicates();
			assertThat(context.getBean(Starts.class).names).hasSize(3);
		}
	}

	private static ConfigurableApplicationContext run(String... arguments) {
		String[] all = new String[arguments.length + 2];
		all[0] = "--server.port=0";
		all[1] = "--server.address=127.0.0.1";
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		return new SpringApplicationBuilder(Application.class).bannerMode(Banner.Mode.OFF).run(all);
	}

	private CompletableFuture<HttpResponse<String>> get(ConfigurableApplicationContext context, String port,
			String path) {
		URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getRequiredProperty(port) + path);
		return this.client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(excludeName = {
			"org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
			"org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" })
	static class Application {

		@Bean
		Shop shop() {
			return new Shop();
		}

		@Bean
		Starts starts() {
			return new Starts();
		}

		@Bean
		Shutdown shutdown() {
			return new Shutdown();
		}

	}

	@RestController
	static class Shop {

		private final CountDownLatch requested = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private final List<String> done = new CopyOnWriteArrayList<>();

		@Autowired
		private BackgroundQueueWorker<String> orders;

		@Autowired
		@Qualifier("summary")
		private BackgroundEventWorker summary;

		@GetMapping("/order")
		TriggerResult order() throws InterruptedException {
			this.requested.countDown();
			assertThat(this.goOn.await(60, TimeUnit.SECONDS)).isTrue();
			this.orders.put("order");
			return this.summary.trigger();
		}

		@QueueWorker
		void orders(String order) {
			this.done.add(order);
		}

		@EventWorker
		void summary() {
			this.done.add("summary");
		}

		@Worker(pollDelay = "1ms")
		void watch(WorkContext context) {
		}

	}

	static class Starts implements WorkerHooks {

		private final List<String> names = new CopyOnWriteArrayList<>();

		@Override
		public void afterStart(BackgroundWorker worker) {
			this.names.add(worker.name());
		}

	}

	/**
	 * Is stopped first.
	 */
	static class Shutdown implements SmartLifecycle {

		private final CountDownLatch begun = new CountDownLatch(1);

		private volatile boolean running;

		@Override
		public void start() {
			this.running = true;
		}

		@Override
		public void stop() {
			this.begun.countDown();
			this.running = false;
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

	}

}
