package io.atasker.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What docs/testing.md shows is what is compiled and tested here.
 */
class DocumentationTests {

	private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

	@Test
	void examplesAreTakenFromTheTests() throws IOException {
		String page = Files.readString(Path.of("../docs/testing.md"));
		List<String> blocks = BLOCK.matcher(page).results().map((result) -> result.group(1)).toList();
		List<String> sources = sources();
		assertThat(blocks).hasSizeGreaterThan(3)
			.allSatisfy((block) -> assertThat(sources).anyMatch((source) -> isIn(source, block)));
	}

	/** At any depth of indentation. */
	private static boolean isIn(String source, String block) {
		return Stream.of("", "\t", "\t\t")
			.map((indent) -> block.lines()
				.map((line) -> line.isEmpty() ? line : indent + line)
				.collect(Collectors.joining("\n", "\n", "\n")))
			.anyMatch(source::contains);
	}

	private static List<String> sources() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test/java/io/atasker/test/shop"))) {
			return files.filter(Files::isRegularFile).map(DocumentationTests::read).toList();
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
