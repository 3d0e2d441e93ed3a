package io.atasker.actuate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.atasker.supervisor.Supervisor;
import io.atasker.worker.Workers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application on a real server on a free port of the loopback, with a client.
 */
public final class EndpointServer implements AutoCloseable {

	static final String JSON = "application/json";

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ConfigurableApplicationContext context;

	private volatile HttpClient client = newClient();

	private final String base;

	private EndpointServer(ConfigurableApplicationContext context) {
		this.context = context;
		String port = context.getEnvironment().getProperty("local.management.port");
		this.base = "http://127.0.0.1:"
				+ ((port != null) ? port : context.getEnvironment().getProperty("local.server.port"));
	}

	public static EndpointServer start(WebApplicationType type, Class<?> application, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
				"spring.main.banner-mode=off", "spring.jmx.enabled=false", "atasker.supervisor.pool-size=20",
				"atasker.supervisor.reserve-normal=5", "atasker.supervisor.reserve-high=5",
				"atasker.supervisor.shutdown-timeout=5s", "atasker.supervisors.other.pool-size=3",
				// The class path has a client of RabbitMQ, and no broker.
				"management.health.rabbit.enabled=false"));
		all.addAll(Arrays.asList(properties));
		return new EndpointServer(
				new SpringApplicationBuilder(application).web(type).properties(all.toArray(String[]::new)).run());
	}

	Workers workers() {
		return this.context.getBean(Workers.class);
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	Supervisor supervisor(String name) {
		return this.context.getBean("atasker.supervisor." + name, Supervisor.class);
	}

	public HttpResponse<String> get(String path) {
		return send(request(path).GET());
	}

	/**
	 * Asks for a path outside of where endpoints usually are.
	 */
	public HttpResponse<String> getAbsolute(String path) {
		return send(HttpRequest.newBuilder(URI.create(this.base + path)).timeout(PATIENCE).GET());
	}

	HttpResponse<String> post(String path) {
		return post(path, "");
	}

	HttpResponse<String> post(String path, String json) {
		return post(path, JSON, BodyPublishers.ofString(json));
	}

	HttpResponse<String> post(String path, String contentType, BodyPublisher body) {
		return send(request(path).header("Content-Type", contentType).POST(body));
	}

	public HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create(this.base + "/actuator" + path)).timeout(PATIENCE);
	}

	public HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Opens a connection for what no client of HTTP would send.
	 */
	Socket connect() throws IOException {
		URI uri = URI.create(this.base);
		return new Socket(uri.getHost(), uri.getPort());
	}

	@Override
	public void close() {
		this.context.close();
	}

	private static HttpClient newClient() {
		return HttpClient.newBuilder().connectTimeout(PATIENCE).build();
	}

	/**
	 * Takes new connections from now on: one on which a large body was refused may be
	 * closed by the server just when the next request goes out on it.
	 */
	void newConnections() {
		this.client = newClient();
	}

}
