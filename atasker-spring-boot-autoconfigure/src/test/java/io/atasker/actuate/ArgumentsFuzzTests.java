package io.atasker.actuate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;

import io.atasker.annotation.SpringCronParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What comes over HTTP and JMX, at random: it is read, or refused with a bounded text on
 * one line, and nothing else happens. The seeds are fixed, so failures can be repeated.
 */
@Tag("waiting")
@Timeout(60)
class ArgumentsFuzzTests {

	private static final int ROUNDS = 20_000;

	private static final List<String> PIECES = List.of("1", "0", "-", "+", "5s", "PT", "P", "T", "S", "M", "D", "H",
			"d", "ms", "ns", "9223372036854775807", "99999999999", ".", ",", " ", "\t", "\n", "\r", "\u0000", "\u2028",
			"NaN", "1e9", "{", "}", "[", "]", "\"", ":", "\"a\":", "null", "true", "\\u0000", "\\", "\ud800", "\u0665",
			"*", "*/5", "?", "L", "#", "0 0 0 * * *", "HIGH", "@daily", "<script>", "${x}", "#{x}");

	private final Random random = new Random(94);

	@Test
	void texts() {
		Map<String, Function<Arguments, Object>> readers = Map.of("duration", (arguments) -> arguments.duration("key"),
				"durationOrZero", (arguments) -> arguments.durationOrZero("key"), "priority",
				(arguments) -> arguments.priority("key"), "integer", (arguments) -> arguments.integer("key"), "number",
				(arguments) -> arguments.number("key"), "flag", (arguments) -> arguments.flag("key"), "object",
				(arguments) -> arguments.object("key"));
		for (int round = 0; round < ROUNDS; round++) {
			String text = text();
			Arguments arguments = Arguments.of("key", text);
			readers.forEach((name, reader) -> check(name, text, () -> reader.apply(arguments)));
			check("shown", text, arguments::shown);
			check("requireOnly", text, () -> {
				Arguments.of(text, "x").requireOnly(Set.of("reason"));
				return null;
			});
		}
	}

	@Test
	void durationsThatAreReadArePositiveAndNotTooLong() {
		int read = 0;
		for (int round = 0; round < ROUNDS; round++) {
			Duration duration = null;
			try {
				duration = Arguments.of("key", text()).duration("key");
			}
			catch (RefusedException ex) {
				continue;
			}
			if (duration != null) {
				read++;
				assertThat(duration).isPositive().isLessThanOrEqualTo(Duration.ofDays(36_525));
			}
		}
		assertThat(read).isPositive();
	}

	@Test
	void objects() {
		for (int round = 0; round < ROUNDS; round++) {
			String text = "{\"a\":" + text() + "}";
			check("json", text, () -> Arguments.ofJson("the body", text).shown());
		}
		for (String deep : List.of("[".repeat(100_000), "{\"a\":".repeat(100_000), "{\"a\":" + "[".repeat(100_000))) {
			check("deep", deep, () -> Arguments.ofJson("the body", deep));
			check("deep member", deep, () -> Arguments.of("key", deep).object("key"));
		}
	}

	@Test
	void bodies() {
		for (int round = 0; round < ROUNDS; round++) {
			byte[] body = text().getBytes(StandardCharsets.UTF_8);
			for (int i = 0; body.length > 0 && i < this.random.nextInt(3); i++) {
				body[this.random.nextInt(body.length)] = (byte) this.random.nextInt();
			}
			if (body.length > 0) {
				String problem = JsonBody.problem(body, RequestGuard.SELECTORS);
				assertThat((problem != null) ? problem : "none").hasSizeLessThan(100);
			}
		}
		assertThat(JsonBody.problem("{\"a\":".repeat(100_000).getBytes(StandardCharsets.UTF_8), Set.of())).isNotNull();
	}

	@Test
	void items() {
		ItemReader reader = new JsonItemReader(JsonMapper.builder().build());
		for (int round = 0; round < ROUNDS; round++) {
			String text = text();
			for (Class<?> type : List.of(String.class, Integer.class, Duration.class, Order.class, Object.class)) {
				try {
					assertThat(reader.read(text, type)).isInstanceOf(type);
				}
				catch (IllegalArgumentException | RefusedException ex) {
					assertThat(SafeText.message(ex)).hasSizeLessThanOrEqualTo(1024).doesNotContain("\n", "\r");
				}
			}
		}
	}

	@Test
	void cronExpressions() {
		SpringCronParser parser = new SpringCronParser();
		for (int round = 0; round < ROUNDS / 4; round++) {
			StringBuilder text = new StringBuilder();
			for (int field = 0; field < 6; field++) {
				text.append(List.of("*", "0", "*/5", "1-3", "L", "?", "31", "2", "99", "5#2", "MON", "x", "-1", "1/0")
					.get(this.random.nextInt(14))).append(' ');
			}
			try {
				assertThat(parser.parse(text.toString().trim(), ZoneId.of("UTC"))).isNotNull();
			}
			catch (IllegalArgumentException ex) {
				assertThat(ex.getMessage()).isNotBlank();
			}
		}
	}

	private String text() {
		StringBuilder text = new StringBuilder();
		for (int i = this.random.nextInt(6); i >= 0; i--) {
			text.append(PIECES.get(this.random.nextInt(PIECES.size())));
		}
		return text.toString();
	}

	private static void check(String what, String text, Callable<Object> reading) {
		try {
			reading.call();
		}
		catch (RefusedException ex) {
			assertThat(ex.getMessage()).as(what).isNotBlank().hasSizeLessThanOrEqualTo(1024).doesNotContain("\n", "\r");
		}
		catch (Exception | StackOverflowError ex) {
			throw new AssertionError("%s of '%.200s' throws %s".formatted(what, text, ex), ex);
		}
	}

	record Order(String article, int number) {

	}

}
