package io.atasker.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation. Parts of it are written by tests, from what they describe:
 * between the comments "generated: name" and "end of name". A test fails when such a part
 * is not what the code says; with <code>-Datasker.docs.write=true</code> it writes it
 * anew.
 */
public final class Page {

	private static final boolean WRITE = Boolean.getBoolean("atasker.docs.write");

	private final Path path;

	private Page(Path path) {
		this.path = path;
	}

	/**
	 * Returns a page.
	 * @param name its path from the root of the repository
	 * @return the page
	 */
	public static Page of(String name) {
		return new Page(Path.of("..", name));
	}

	/**
	 * Reads the page.
	 * @return its text
	 */
	public String text() {
		try {
			return Files.readString(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Asserts that a generated part is up to date.
	 * @param name the name of the part
	 * @param expected what it has to be
	 */
	public void assertGenerated(String name, String expected) {
		String begin = "<!-- generated: %s -->\n\n".formatted(name);
		String end = "\n<!-- end of %s -->".formatted(name);
		String text = text();
		assertThat(text).contains(begin).contains(end);
		int from = text.indexOf(begin) + begin.length();
		int to = text.indexOf(end, from);
		assertThat(to).as("end of part '%s' of %s", name, this.path).isNotNegative();
		if (WRITE) {
			write(text.substring(0, from) + expected + text.substring(to));
			return;
		}
		assertThat(text.substring(from, to))
			.as("part '%s' of %s; to write it anew run this test with -Datasker.docs.write=true", name, this.path)
			.isEqualTo(expected);
	}

	private void write(String text) {
		try {
			Files.writeString(this.path, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
