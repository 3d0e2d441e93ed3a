package io.atasker.benchmarks;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Asking for all workers over HTTP.
 */
final class EndpointSuite implements Suite {

	private static final int REQUESTS = 100;

	@Override
	public void run(Rounds rounds) throws Exception {
		for (int workers : (rounds.mode() == Mode.QUICK) ? new int[] { 10, 1000 } : new int[] { 10, 100, 1000 }) {
			rounds.measure("GET workers", workers + " workers", List.of(new Get(workers)));
		}
	}

	private static final class Get implements Contestant {

		private final ConfigurableApplicationContext context;

		private final HttpClient client = HttpClient.newHttpClient();

		private final HttpRequest request;

		private final int workers;

		Get(int workers) {
			this.workers = workers;
			SpringApplication application = new SpringApplication(StartupApplication.class);
			StartupApplication.addWorkers(application, workers);
			// More than there are continuous ones, so that none waits for ever.
			this.context = application.run("--server.port=0", "--server.address=127.0.0.1",
					"--spring.main.banner-mode=off", "--atasker.supervisor.pool-size=1000",
					"--management.endpoints.web.exposure.include=workers");
			this.request = HttpRequest
				.newBuilder(URI.create("http://127.0.0.1:"
						+ this.context.getEnvironment().getProperty("local.server.port") + "/actuator/workers"))
				.build();
		}

		@Override
		public String name() {
			return "atasker";
		}

		@Override
		public Map<String, Double> round() throws Exception {
			Latencies latencies = new Latencies(REQUESTS);
			int size = 0;
			for (int i = 0; i < REQUESTS; i++) {
				long start = System.nanoTime();
				HttpResponse<String> response = this.client.send(this.request, HttpResponse.BodyHandlers.ofString());
				latencies.add(System.nanoTime() - start);
				size = response.body().length();
				if (response.statusCode() != 200 || size < this.workers * 100) {
					throw new IllegalStateException("the answer was " + response.statusCode() + " " + response.body());
				}
			}
			return Map.of("ms p50", latencies.percentile(50) / 1e6, "ms p99", latencies.percentile(99) / 1e6,
					"kB answer", size / 1e3);
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

}
