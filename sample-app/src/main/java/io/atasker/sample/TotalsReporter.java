package io.atasker.sample;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.annotation.IntervalWorker;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Tells the totals when they have changed. An async worker: it asks over HTTP, as it
 * would ask any other service, and no thread waits for the answer.
 */
@Component
class TotalsReporter {

	private static final Logger logger = LoggerFactory.getLogger(TotalsReporter.class);

	private final HttpClient client;

	private final Environment environment;

	private final JsonMapper json;

	private final AtomicReference<@Nullable Totals> told = new AtomicReference<>();

	TotalsReporter(HttpClient client, Environment environment, JsonMapper json) {
		this.client = client;
		this.json = json;
		this.environment = environment;
	}

	@IntervalWorker("10s")
	CompletionStage<Void> totals() {
		String port = this.environment.getProperty("local.server.port");
		if (port == null) {
			// Workers start before the web server does.
			return CompletableFuture.completedFuture(null);
		}
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/totals"))
			.timeout(Duration.ofSeconds(5))
			.build();
		return this.client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenAccept(this::tell);
	}

	private void tell(HttpResponse<String> response) {
		if (response.statusCode() != 200) {
			throw new IllegalStateException("totals answered with status " + response.statusCode());
		}
		Totals totals = this.json.readValue(response.body(), Totals.class);
		if (!totals.equals(this.told.getAndSet(totals))) {
			logger.info("{}", totals);
		}
	}

}
