package io.atasker.sample;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.client.RestClient;

/**
 * Somebody with a browser and curl.
 */
final class Visitor {

	private static final Pattern THUMBNAIL = Pattern
		.compile("src=\"(/thumbnails/[^\"]+)\" alt=\"\" loading=\"lazy\">" + "</a>\\s*<figcaption><b>([^<]+)</b>");

	private final RestClient client;

	Visitor(int port) {
		this.client = RestClient.builder()
			.baseUrl("http://127.0.0.1:" + port)
			.defaultStatusHandler((status) -> true, (request, response) -> {
			})
			.build();
	}

	/** The gallery, an empty text while there is none. */
	String gallery() {
		ResponseEntity<String> page = this.client.get().uri("/").retrieve().toEntity(String.class);
		return page.getStatusCode().is2xxSuccessful() ? String.valueOf(page.getBody()) : "";
	}

	/** The names of the pictures that the gallery shows, as they stand in the HTML. */
	List<String> shown() {
		return THUMBNAIL.matcher(gallery()).results().map((match) -> match.group(2)).toList();
	}

	/** The path of the thumbnail of a picture. */
	String thumbnail(String name) {
		return THUMBNAIL.matcher(gallery())
			.results()
			.filter((match) -> match.group(2).equals(name))
			.map((MatchResult match) -> match.group(1))
			.findAny()
			.orElse("");
	}

	byte[] bytes(String path) {
		return this.client.get().uri(URI.create(path)).retrieve().toEntity(byte[].class).getBody();
	}

	ResponseEntity<String> get(String path) {
		return this.client.get().uri(path).retrieve().toEntity(String.class);
	}

	ResponseEntity<String> upload(String name, byte[] content) {
		return this.client.put().uri("/inbox/{name}", name).body(content).retrieve().toEntity(String.class);
	}

	JsonNode worker(String name) {
		return json(this.client.get().uri("/actuator/workers/{name}", name).retrieve().toEntity(JsonNode.class));
	}

	/** The child processes of the supervisor. */
	JsonNode processes() {
		return json(this.client.get().uri("/actuator/supervisors/default").retrieve().toEntity(JsonNode.class))
			.at("/processes");
	}

	JsonNode deadLetters(String name) {
		return json(this.client.get()
			.uri("/actuator/workers/{name}/deadletters", name)
			.retrieve()
			.toEntity(JsonNode.class));
	}

	ResponseEntity<JsonNode> act(String name, String action) {
		return this.client.post()
			.uri("/actuator/workers/{name}/{action}", name, action)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("reason", "test"))
			.retrieve()
			.toEntity(JsonNode.class);
	}

	/** Changes a setting of a worker. */
	ResponseEntity<JsonNode> set(String name, String setting, String value) {
		return this.client.post()
			.uri("/actuator/workers/{name}", name)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of(setting, value))
			.retrieve()
			.toEntity(JsonNode.class);
	}

	private static JsonNode json(ResponseEntity<JsonNode> answer) {
		if (!answer.getStatusCode().is2xxSuccessful() || answer.getBody() == null) {
			throw new AssertionError("answered " + answer);
		}
		return answer.getBody();
	}

}
