package io.atasker.actuate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SafeTextTests {

	@Test
	void leavesPlainTextAsItIs() {
		String text = "naïve <b>\"quoted\"</b> 日本 \uD83D\uDE00";
		assertThat(SafeText.of(text)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(
			ints = { '\r', '\n', '\t', 0, 0x1b, 0x7f, 0x85, 0x2028, 0x2029, 0x202e, 0x2066, 0xfeff, 0xd800, 0xdc00 })
	void escapesWhatControlsATerminal(int character) {
		assertThat(SafeText.of("a" + (char) character + "b")).isEqualTo("a\\u%04xb".formatted(character));
	}

	@Test
	void cutsToAKibibyte() {
		assertThat(SafeText.of("x".repeat(1024))).hasSize(1024).doesNotContain("...");
		assertThat(SafeText.of("x".repeat(1025))).hasSize(1024).endsWith("x...");
		assertThat(SafeText.of("\n".repeat(50_000_000 / 1000))).hasSizeLessThanOrEqualTo(1024).endsWith("...");
		assertThat(SafeText.of("\uD83D\uDE00".repeat(2000))).hasSizeLessThanOrEqualTo(1024)
			.matches("(\uD83D\uDE00)+\\.\\.\\.");
	}

	@Test
	void quotesAreShort() {
		assertThat(SafeText.quoted("a")).isEqualTo("'a'");
		assertThat(SafeText.quoted("x".repeat(1000))).hasSize(102).endsWith("...'");
	}

	@Test
	void survivesHostileExceptions() {
		RuntimeException hostile = new RuntimeException() {

			@Override
			public String getMessage() {
				throw new IllegalStateException("no message for you");
			}

		};
		assertThat(SafeText.describe(hostile)).isEqualTo(hostile.getClass().getName());
		assertThat(SafeText.message(hostile)).isEqualTo(hostile.getClass().getName());
		assertThat(SafeText.describe(new IllegalStateException("a\nb")))
			.isEqualTo("java.lang.IllegalStateException: a\\u000ab");
	}

}
