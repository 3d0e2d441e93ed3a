package io.atasker.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.atasker.process.ProcessOptions;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorBuilder;
import io.atasker.testsupport.Page;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RetryPolicy;
import io.atasker.worker.WorkerDefinition;
import io.atasker.worker.WorkerDefinition.Times;
import io.atasker.worker.Workers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes docs/configuration.md from the metadata of the properties and the defaults of
 * the engine.
 */
class ConfigurationPageTests {

	private static final Pattern PARAM = Pattern.compile("@param (\\w+) ([^@]*?)(?=\\n \\* @param|\\n \\*/)");

	private final Page page = Page.of("docs/configuration.md");

	private final Map<String, Property> properties = properties();

	@Test
	void applicationIsDocumented() {
		this.page.assertGenerated("application",
				table("", (name) -> !name.startsWith("atasker.supervisor.") && !name.startsWith("atasker.defaults."),
						Map.of("atasker.history-size", defaultHistory())));
	}

	@Test
	void supervisorsAreDocumented() {
		this.page.assertGenerated("supervisors",
				table("atasker.supervisor.", (name) -> name.startsWith("atasker.supervisor."), supervisorDefaults()));
	}

	@Test
	void workersAreDocumented() {
		this.page.assertGenerated("workers",
				table("atasker.defaults.", (name) -> name.startsWith("atasker.defaults."), workerDefaults()));
	}

	@Test
	void everyDefaultIsOfAProperty() {
		assertThat(this.properties.keySet()).containsAll(supervisorDefaults().keySet())
			.containsAll(workerDefaults().keySet())
			.contains("atasker.history-size");
	}

	private String table(String prefix, Predicate<String> which, Map<String, Object> defaults) {
		return this.properties.values()
			.stream()
			.filter((property) -> which.test(property.name()))
			.map((property) -> property.row(prefix, defaults.get(property.name())))
			.collect(Collectors.joining("\n",
					"| property | type | default | description |\n| --- | --- | --- | --- |\n", "\n"));
	}

	private static Map<String, Property> properties() {
		Map<String, Object> metadata = JsonParserFactory.getJsonParser()
			.parseMap(read("target/classes/META-INF/spring-configuration-metadata.json"));
		Map<String, Property> properties = new TreeMap<>();
		for (Object entry : (List<?>) metadata.get("properties")) {
			Map<?, ?> each = (Map<?, ?>) entry;
			Property property = new Property((String) each.get("name"), (String) each.get("type"),
					each.get("defaultValue"), (String) each.get("description"));
			properties.put(property.name(), property);
		}
		// What cannot be a default of all workers is not in the metadata by itself.
		Map<String, String> descriptions = descriptions();
		for (Object entry : (List<?>) ((Map<?, ?>) metadata.get("ignored")).get("properties")) {
			String name = (String) ((Map<?, ?>) entry).get("name");
			String component = camelCase(name.substring("atasker.defaults.".length()));
			Class<?> type = Arrays.stream(WorkerProperties.class.getRecordComponents())
				.filter((each) -> each.getName().equals(component))
				.findFirst()
				.orElseThrow()
				.getType();
			properties.put(name, new Property(name, type.getName(), null, descriptions.get(component)));
		}
		return properties;
	}

	private static Map<String, String> descriptions() {
		String source = read("src/main/java/io/atasker/autoconfigure/WorkerProperties.java");
		return PARAM.matcher(source)
			.results()
			.collect(Collectors.toMap((param) -> param.group(1),
					(param) -> param.group(2).replaceAll("\\s+\\*\\s+", " ").trim()));
	}

	private static Map<String, Object> supervisorDefaults() {
		SupervisorBuilder builder = Supervisor.builder();
		ProcessOptions processes = ProcessOptions.builder().build();
		Map<String, Object> defaults = new TreeMap<>();
		PoolLimits limits = PoolLimits.defaults();
		assertThat(limits.poolSize()).isEqualTo(5 * Runtime.getRuntime().availableProcessors());
		defaults.put("pool-size", "5 x processors");
		defaults.put("reserve-normal", limits.reserveNormal());
		defaults.put("reserve-high", limits.reserveHigh());
		defaults.put("poll-delay", Duration.ZERO);
		defaults.put("virtual-threads", "`spring.threads.virtual.enabled`");
		for (String field : List.of("minThreads", "daemon", "startWarningAfter", "startCriticalAfter",
				"shutdownTimeout")) {
			defaults.put(dashed(field), Objects.requireNonNull(ReflectionTestUtils.getField(builder, field)));
		}
		defaults.put("process-pool.size", "no pool");
		defaults.put("process-pool.reserve-normal", 0);
		defaults.put("process-pool.reserve-high", 0);
		defaults.put("process-pool.spares", processes.spares());
		defaults.put("process-pool.idle-timeout", processes.idleTimeout());
		defaults.put("process-pool.spawn-timeout", processes.spawnTimeout());
		defaults.put("process-pool.max-payload", processes.maxPayload() / 1024 / 1024 + "MB");
		assertThat(List.of(processes.maxHeap(), processes.maxRuns(), processes.maxMemory())).containsOnly(0L);
		defaults.put("process-pool.max-heap", "the JVM's");
		defaults.put("process-pool.max-runs", "no limit");
		defaults.put("process-pool.max-memory", "no limit");
		return prefixed("atasker.supervisor.", defaults);
	}

	private static Map<String, Object> workerDefaults() {
		WorkerDefinition definition = definition();
		Times times = definition.running().times();
		RetryPolicy retry = new RetryProperties(null, null, null, null, null, null, null).appliedTo(RetryPolicy.NONE,
				"atasker.defaults.retry");
		Map<String, Object> defaults = new TreeMap<>();
		defaults.put("enabled", definition.operating().enabled());
		defaults.put("auto-start", definition.operating().autoStart());
		defaults.put("critical", definition.operating().critical());
		defaults.put("priority", definition.running().priority());
		defaults.put("concurrency", definition.running().concurrency());
		defaults.put("supervisor", definition.running().supervisor());
		defaults.put("run-on", definition.running().runOn());
		defaults.put("executor", "AUTO");
		defaults.put("loop", "default");
		defaults.put("poll-delay", "that of the supervisor");
		defaults.put("timeout", times.timeout());
		defaults.put("timeout-grace", times.timeoutGrace());
		defaults.put("stop-timeout", times.stopTimeout());
		defaults.put("interrupt-on-stop", times.interruptOnStop());
		defaults.put("error-policy", ErrorPolicy.CONTINUE);
		assertThat(definition.errors().policy()).isEqualTo(ErrorPolicy.CONTINUE);
		assertThat(definition.errors().retry()).isEqualTo(RetryPolicy.NONE);
		defaults.put("retry.max-retries", retry.maxRetries() + ", without any `retry` 0");
		defaults.put("retry.delay", retry.delay());
		defaults.put("retry.multiplier", retry.multiplier());
		defaults.put("retry.max-delay", retry.maxDelay());
		defaults.put("retry.jitter", retry.jitter());
		defaults.put("capacity", Objects.requireNonNull(definition.queue()).capacity());
		defaults.put("provider", Objects.requireNonNull(definition.queue()).provider());
		defaults.put("settle", Duration.ZERO);
		defaults.put("run-on-start", false);
		defaults.put("initial-delay", Duration.ZERO);
		defaults.put("jitter", Duration.ZERO);
		defaults.put("zone", "that of the JVM");
		return prefixed("atasker.defaults.", defaults);
	}

	private static WorkerDefinition definition() {
		return Workers.of(Supervisor.builder().build())
			.define("example")
			.queue(String.class)
			.executor((item, context) -> {
			})
			.definition();
	}

	private static Object defaultHistory() {
		return definition().operating().historySize();
	}

	private static Map<String, Object> prefixed(String prefix, Map<String, Object> values) {
		Map<String, Object> prefixed = new TreeMap<>();
		values.forEach((name, value) -> prefixed.put(prefix + name, value));
		return prefixed;
	}

	private static String camelCase(String dashed) {
		return Pattern.compile("-(.)").matcher(dashed).replaceAll((letter) -> letter.group(1).toUpperCase(Locale.ROOT));
	}

	private static String dashed(String camelCase) {
		return Pattern.compile("[A-Z]")
			.matcher(camelCase)
			.replaceAll((MatchResult letter) -> "-" + letter.group().toLowerCase(Locale.ROOT));
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A property.
	 *
	 * @param name its name
	 * @param type the name of its class
	 * @param defaultValue the default that the metadata know
	 * @param description what it is for
	 */
	private record Property(String name, String type, @Nullable Object defaultValue, String description) {

		String row(String prefix, @Nullable Object otherDefault) {
			Object value = (otherDefault != null) ? otherDefault : this.defaultValue;
			return "| `%s` | %s | %s | %s |".formatted(this.name.substring(prefix.length()), typeText(),
					(value != null) ? valueText(value) : "", this.description);
		}

		private String typeText() {
			if (this.type.startsWith("java.util.Map")) {
				return "by name";
			}
			if (this.type.startsWith("java.util.")) {
				return this.type.contains("Class<") ? "list of classes" : "list";
			}
			Class<?> type = ClassUtils.resolveClassName(this.type, null);
			if (type.isEnum()) {
				return Arrays.stream(type.getEnumConstants())
					.map((constant) -> this.type.startsWith("io.atasker.autoconfigure") || this.type.startsWith("org.")
							? dashed(constant) : constant.toString())
					.collect(Collectors.joining(", "));
			}
			return switch (type.getSimpleName()) {
				case "Boolean" -> "true, false";
				case "Integer", "Long", "Double" -> "number";
				case "String" -> "text";
				case "Duration" -> "duration";
				case "DataSize" -> "size";
				case "ZoneId" -> "time zone";
				default -> throw new IllegalStateException("no text for " + type);
			};
		}

		private static String dashed(Object constant) {
			return constant.toString().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		private static String valueText(Object value) {
			if (value instanceof Duration duration) {
				return duration.isZero() ? "none" : duration.toString().substring(2).toLowerCase(Locale.ROOT);
			}
			return value.toString().equals("0ms") ? "none" : value.toString().replace("read_only", "read-only");
		}

	}

}
