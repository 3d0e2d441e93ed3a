package io.atasker.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.UrlResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what IDEs are told of the properties.
 */
class ConfigurationMetadataTests {

	private final Map<String, Object> metadata = read();

	@Test
	void eachPropertyHasADescriptionOfOneStyle() {
		assertThat(list("properties")).hasSizeGreaterThan(40).allSatisfy((property) -> {
			String name = String.valueOf(property.get("name"));
			assertThat(property.get("description")).as(name)
				.asString()
				.endsWith(".")
				.doesNotStartWith("The ")
				.doesNotStartWith("A ")
				.doesNotContain("@", "efaults to");
			if ("java.lang.Boolean".equals(property.get("type")) && name.startsWith("atasker.")) {
				assertThat(property.get("description")).as(name).asString().startsWith("Whether ");
			}
		});
	}

	@Test
	void valuesThatAreNoNumbersAreHinted() {
		assertThat(list("hints")).extracting((hint) -> hint.get("name"))
			.contains("atasker.supervisor.min-threads", "atasker.defaults.concurrency", "atasker.workers.keys",
					"atasker.supervisors.keys", "atasker.supervisor.process-pool.jvm-args",
					"atasker.supervisor.process-pool.max-runs", "atasker.supervisor.process-pool.max-memory",
					"atasker.supervisor.process-pool.spares");
	}

	@Test
	void eachHintIsOfAPropertyAndSaysWhatItsValuesMean() {
		List<Object> properties = list("properties").stream().map((property) -> property.get("name")).toList();
		assertThat(list("hints")).allSatisfy((hint) -> {
			assertThat(properties).contains(String.valueOf(hint.get("name")).replaceAll("\\.keys$", ""));
			List<?> values = (List<?>) hint.getOrDefault("values", List.of());
			assertThat(values).allSatisfy(
					(value) -> assertThat(String.valueOf(((Map<?, ?>) value).get("description"))).endsWith("."));
		});
	}

	@Test
	void whatWorkersDoNotShareIsNotOffered() {
		assertThat(list("properties")).extracting((property) -> property.get("name"))
			.contains("atasker.defaults.timeout", "atasker.workers", "atasker.unknown-workers")
			.doesNotContain("atasker.defaults.interval", "atasker.defaults.cron", "atasker.defaults.executor");
	}

	@SuppressWarnings("unchecked")
	private List<Map<String, Object>> list(String key) {
		return (List<Map<String, Object>>) Objects.requireNonNull(this.metadata.get(key));
	}

	private static Map<String, Object> read() {
		try (InputStream stream = ours().getInputStream()) {
			return JsonParserFactory.getJsonParser()
				.parseMap(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new AssertionError("the metadata cannot be read", ex);
		}
	}

	/**
	 * Each library has a file of that name; ours lies beside our classes.
	 */
	private static Resource ours() throws IOException {
		String path = AtaskerProperties.class.getName().replace('.', '/') + ".class";
		String classes = new ClassPathResource(path).getURL().toString();
		return new UrlResource(classes.replace(path, "META-INF/spring-configuration-metadata.json"));
	}

}
