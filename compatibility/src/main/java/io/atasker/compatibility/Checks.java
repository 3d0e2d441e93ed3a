package io.atasker.compatibility;

import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;

import javax.management.ObjectName;

import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundWorker;
import io.atasker.worker.Workers;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/**
 * Tries the workers, and whatever the libraries on the class path bring.
 */
class Checks {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final ConfigurableApplicationContext context;

	private final List<String> failures;

	private final boolean actuator = isPresent("org.springframework.boot.actuate.endpoint.annotation.Endpoint");

	Checks(ConfigurableApplicationContext context, List<String> failures) {
		this.context = context;
		this.failures = failures;
	}

	void run() {
		Jobs jobs = this.context.getBean(Jobs.class);
		Workers workers = this.context.getBean(Workers.class);
		Set<String> expected = new TreeSet<>(
				List.of("continuous", "interval", "asynchronous", "event", "orders", "prices"));
		if (isPresent("reactor.core.publisher.Mono")) {
			expected.add("reactor");
		}
		if (this.context.containsBean("suspending")) {
			expected.add("suspending");
			expected.add("suspendingItems");
		}
		check("each worker is there", () -> workers.stream().map(BackgroundWorker::name).toList().containsAll(expected));
		((BackgroundEventWorker) workers.get("event")).trigger();
		jobs.orders.put(new Jobs.Order(1));
		workers.queue("prices", Jobs.Request.class).put(new Jobs.Request(2));
		if (expected.contains("suspendingItems")) {
			workers.queue("suspendingItems", String.class).put("text");
		}
		check("all of " + expected + " work", () -> jobs.done.containsAll(expected));
		BackgroundWorker interval = workers.get("interval");
		check("a worker stops", interval::stop);
		jobs.done.clear();
		check("and starts", () -> {
			interval.start();
			return jobs.done.contains("interval");
		});
		this.context.getBeanProvider(ExtraCheck.class).forEach((extra) -> check("meters", extra::holds));
		if (this.actuator) {
			operate();
		}
	}

	private void operate() {
		// Spring Boot exports no endpoint by JMX without Jackson.
		boolean exported = isPresent("tools.jackson.databind.json.JsonMapper");
		check("the endpoint is there by JMX",
				() -> exported != ManagementFactory.getPlatformMBeanServer()
					.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,name=Workers,*"), null)
					.isEmpty());
		String port = this.context.getEnvironment().getProperty("local.server.port");
		if (port == null) {
			return;
		}
		URI root = URI.create("http://127.0.0.1:" + port + "/actuator/");
		check("GET workers", () -> get(root.resolve("workers")).contains("\"orders\""));
		check("GET supervisors", () -> get(root.resolve("supervisors")).contains("\"default\""));
		check("the page", () -> get(root.resolve("atasker")).contains("<html"));
		check("health", () -> get(root.resolve("health")).contains("\"UP\""));
	}

	private static String get(URI uri) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(uri)
			.timeout(Duration.ofSeconds(10))
			.header("Authorization",
					"Basic " + Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.UTF_8)))
			.build();
		HttpResponse<String> response = HttpClient.newBuilder()
			.followRedirects(HttpClient.Redirect.NORMAL)
			.build()
			.send(request, HttpResponse.BodyHandlers.ofString());
		if (response.statusCode() != 200) {
			throw new IllegalStateException(uri + " answered " + response.statusCode() + " " + response.body());
		}
		return response.body();
	}

	/** What must hold within half a minute. */
	private void check(String what, Callable<Boolean> condition) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		Exception last = null;
		do {
			try {
				if (condition.call()) {
					return;
				}
				Thread.sleep(50);
			}
			catch (Exception ex) {
				last = ex;
			}
		}
		while (System.nanoTime() < deadline);
		this.failures.add(what + ((last != null) ? ": " + last : ""));
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, Checks.class.getClassLoader());
	}

}
