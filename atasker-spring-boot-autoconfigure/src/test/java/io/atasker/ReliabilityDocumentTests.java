package io.atasker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents name tests that exist, and the page on reliability has every case.
 */
class ReliabilityDocumentTests {

	private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final List<String> MODULES = List.of("atasker-spring-boot-autoconfigure", "concurrency-tests",
			"sample-app");

	private static final Pattern CASE = Pattern.compile("^\\| (\\d+) \\|.*$", Pattern.MULTILINE);

	/** A class of tests, with a method or without. */
	private static final Pattern TEST = Pattern.compile("`(\\w+(?:Tests|Stress))(?:#(\\w+))?`");

	private static final Pattern ANY_TEST = Pattern.compile("`\\w+#[^`]*`");

	private static final Pattern UNTESTED = Pattern.compile("Not tested|Not there");

	@Test
	void everyCaseIsThereOnceAndInOrder() throws IOException {
		String page = read("docs/reliability.md");
		assertThat(CASE.matcher(page).results().map((match) -> Integer.valueOf(match.group(1))))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, 100).boxed().toList());
		assertThat(CASE.matcher(page).results().map(MatchResult::group))
			.allSatisfy((line) -> assertThat(TEST.matcher(line).find() || UNTESTED.matcher(line).find())
				.as("a test, or a word on why there is none: %s", line)
				.isTrue());
	}

	@ParameterizedTest
	@ValueSource(strings = { "docs/reliability.md", "SECURITY.md" })
	void everyTestThatIsNamedExists(String document) throws IOException {
		String page = read(document);
		Map<String, String> sources = sources();
		List<MatchResult> named = TEST.matcher(page).results().toList();
		assertThat(named).isNotEmpty().allSatisfy((test) -> {
			assertThat(sources).containsKey(test.group(1));
			if (test.group(2) != null) {
				assertThat(sources.get(test.group(1))).contains("void " + test.group(2) + "(");
			}
		});
		assertThat(ANY_TEST.matcher(page).results().map(MatchResult::group))
			.allMatch((test) -> TEST.matcher(test).matches());
	}

	private static String read(String document) throws IOException {
		return Files.readString(ROOT.resolve(document));
	}

	private static Map<String, String> sources() throws IOException {
		Map<String, String> sources = new HashMap<>();
		for (String module : MODULES) {
			try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
				for (Path file : files.filter((path) -> path.toString().endsWith(".java")).toList()) {
					sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
				}
			}
		}
		return sources;
	}

}
