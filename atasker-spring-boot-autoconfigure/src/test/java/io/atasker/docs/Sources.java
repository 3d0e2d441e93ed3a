package io.atasker.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts of source files.
 */
final class Sources {

	private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");

	private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");

	/** Where something is put into a message. */
	private static final Pattern HOLE = Pattern.compile("\\{}|%,?[sd]|%n");

	private Sources() {
	}

	static List<String> under(String folder) {
		try (Stream<Path> files = Files.walk(Path.of(folder))) {
			return files.filter((file) -> file.toString().endsWith(".java")).map(Sources::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Whether a source has these lines, at any depth of indentation. */
	static boolean hasLines(String source, String block) {
		return Stream.of("", "\t", "\t\t")
			.map((indent) -> block.lines()
				.map((line) -> line.isEmpty() ? line : indent + line)
				.collect(Collectors.joining("\n", "\n", "\n")))
			.anyMatch(source::contains);
	}

	/** The texts that a source has, with "…" where it puts something in. */
	static String literals(String source) {
		String joined = JOINT.matcher(source).replaceAll("");
		return LITERAL.matcher(joined)
			.results()
			.map((literal) -> HOLE.matcher(literal.group(1).replace("\\\"", "\"")).replaceAll("…"))
			.collect(Collectors.joining("\n"));
	}

	static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
