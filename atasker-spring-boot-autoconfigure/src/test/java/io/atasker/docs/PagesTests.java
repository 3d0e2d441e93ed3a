package io.atasker.docs;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the pages show is compiled, what they name exists, and what they link to is there.
 */
class PagesTests {

	private static final Path ROOT = Path.of("..");

	/** A section of README.md whose subject has a page of its own, with examples. */
	private static final Pattern OTHER_PROCESSES = Pattern.compile("\n## Other processes\n.*?(?=\n## )",
			Pattern.DOTALL);

	/** Properties in sentences: others have the same prefix but are meters or beans. */
	private static final Pattern PROPERTY = Pattern.compile(
			"atasker\\.(?:supervisors?|workers|defaults|metrics|tracing|health|events|cluster)\\.[a-z<][a-z.<>-]*[a-z>]");

	static List<Path> pages() throws IOException {
		try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
			return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
				.filter((page) -> page.toString().endsWith(".md"))
				.toList();
		}
	}

	/** The examples of docs/testing.md are compared in the module of the test starter. */
	static List<Path> pagesWithExamples() throws IOException {
		return pages().stream().filter((page) -> !page.endsWith("testing.md")).toList();
	}

	@ParameterizedTest
	@MethodSource("pagesWithExamples")
	void examplesAreCompiled(Path page) {
		List<String> sources = Sources.under("src/test/java/io/atasker/docs");
		String text = OTHER_PROCESSES.matcher(Sources.read(page)).replaceAll("");
		assertThat(new Markdown(text).blocks("java"))
			.allSatisfy((block) -> assertThat(sources).anyMatch((source) -> Sources.hasLines(source, block)));
	}

	@Test
	void thereAreExamples() throws IOException {
		assertThat(pagesWithExamples().stream()
			.mapToLong((page) -> new Markdown(Sources.read(page)).blocks("java").size())
			.sum()).isGreaterThan(25);
	}

	@ParameterizedTest
	@MethodSource("pages")
	void linksLeadSomewhere(Path page) {
		assertThat(new Markdown(Sources.read(page)).links()).allSatisfy((link) -> {
			String[] parts = link.split("#", 2);
			Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
			assertThat(target).exists();
			if (parts.length == 2) {
				assertThat(new Markdown(Sources.read(target)).anchors()).contains(parts[1]);
			}
		});
	}

	@ParameterizedTest
	@MethodSource("pages")
	void propertiesExist(Path page) throws IOException {
		Set<String> known = metadata();
		Markdown markdown = new Markdown(Sources.read(page));
		Set<String> named = new TreeSet<>();
		for (String block : markdown.blocks("properties")) {
			Properties properties = new Properties();
			properties.load(new StringReader(block));
			properties.stringPropertyNames().stream().filter((name) -> name.startsWith("atasker.")).forEach(named::add);
		}
		markdown.code()
			.flatMap((code) -> PROPERTY.matcher(code).results())
			.map((property) -> property.group())
			.forEach(named::add);
		assertThat(named).allSatisfy((name) -> assertThat(known).contains(normalized(name)));
	}

	/**
	 * A setting of one worker or supervisor is one of those that are described for all.
	 */
	private static String normalized(String name) {
		return name.replaceFirst("^(atasker\\.(?:workers|supervisors))\\.[^.]+$", "$1")
			.replaceFirst("^atasker\\.workers\\.[^.]+\\.", "atasker.defaults.")
			.replaceFirst("^atasker\\.supervisors\\.[^.]+\\.", "atasker.supervisor.")
			.replaceFirst("\\.loops\\..*", ".loops")
			.replaceFirst("\\.arguments\\..*", ".arguments");
	}

	private static Set<String> metadata() {
		Map<String, Object> metadata = JsonParserFactory.getJsonParser()
			.parseMap(Sources.read(Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
		Set<String> names = names(metadata.get("properties"));
		names.addAll(names(((Map<?, ?>) metadata.get("ignored")).get("properties")));
		names.addAll(names(metadata.get("groups")));
		return names;
	}

	private static Set<String> names(Object entries) {
		return ((List<?>) entries).stream()
			.map((entry) -> (String) ((Map<?, ?>) entry).get("name"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void messagesAreThoseOfTheCode() throws IOException {
		List<String> literals = Sources.under("src/main/java").stream().map(Sources::literals).toList();
		List<String> messages = pages().stream()
			.map((page) -> new Markdown(Sources.read(page)))
			.flatMap((page) -> Stream.concat(page.firstColumn("message").stream(), page.firstColumn("reason").stream()))
			.toList();
		assertThat(messages).hasSizeGreaterThan(40)
			.allSatisfy((message) -> assertThat(literals).anyMatch((text) -> hasAll(text, message)));
	}

	private static boolean hasAll(String text, String message) {
		List<String> parts = Arrays.stream(message.split("…"))
			.map(String::trim)
			.filter((part) -> !part.isEmpty())
			.toList();
		return !parts.isEmpty() && parts.stream().allMatch(text::contains);
	}

}
