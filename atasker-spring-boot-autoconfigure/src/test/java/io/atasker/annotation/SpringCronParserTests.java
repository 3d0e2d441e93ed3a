package io.atasker.annotation;

import java.time.Instant;
import java.time.ZoneId;

import io.atasker.worker.CalendarSchedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SpringCronParser}.
 */
class SpringCronParserTests {

	private final SpringCronParser parser = new SpringCronParser();

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			0 30 2 * * *   | Europe/Paris       | 2026-03-28T00:00:00Z | 2026-03-28T01:30:00Z
			0 30 2 * * *   | Europe/Paris       | 2026-03-28T01:30:00Z | 2026-03-30T00:30:00Z
			0 30 2 * * *   | Europe/Paris       | 2026-10-24T00:30:00Z | 2026-10-25T00:30:00Z
			0 30 2 * * *   | Europe/Paris       | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z
			0 0 0 * * *    | Africa/Cairo       | 2026-04-22T22:00:00Z | 2026-04-24T21:00:00Z
			0 0 */2 * * *  | Africa/Cairo       | 2026-04-23T20:00:00Z | 2026-04-23T23:00:00Z
			0 15 2 * * *   | Australia/Lord_Howe | 2026-10-02T15:45:00Z | 2026-10-04T15:15:00Z
			0 45 1 * * *   | Australia/Lord_Howe | 2026-04-04T14:45:00Z | 2026-04-05T15:15:00Z
			0 0 * * * *    | Europe/Paris       | 2026-03-29T00:00:00Z | 2026-03-29T01:00:00Z
			0 30 * * * *   | Europe/Paris       | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z
			@hourly        | Europe/Paris       | 2026-10-25T00:00:00Z | 2026-10-25T01:00:00Z
			0 */10 2 * * * | Europe/Paris       | 2026-10-25T00:50:00Z | 2026-10-26T01:00:00Z
			@daily         | UTC                | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z
			0 0 0 L * *    | UTC                | 2026-02-01T00:00:00Z | 2026-02-28T00:00:00Z
			0 0 0 ? * 5#2  | UTC                | 2026-01-01T00:00:00Z | 2026-01-09T00:00:00Z
			0 0 0 29 2 *   | UTC                | 2026-01-01T00:00:00Z | 2028-02-29T00:00:00Z
			""")
	void nextTimeKeepsToTheClockOfItsZone(String expression, String zone, Instant after, Instant next) {
		assertThat(this.parser.parse(expression, ZoneId.of(zone)).next(after)).isEqualTo(next);
	}

	@Test
	void scheduleKnowsItsExpressionAndZone() {
		CalendarSchedule schedule = this.parser.parse("0 0 3 * * *", ZoneId.of("Europe/Paris"));
		assertThat(schedule.expression()).isEqualTo("0 0 3 * * *");
		assertThat(schedule.zone()).isEqualTo(ZoneId.of("Europe/Paris"));
		assertThat(schedule).isEqualTo(this.parser.parse("0 0 3 * * *", ZoneId.of("Europe/Paris")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			*/5 * * * *     | it has five fields; six are needed, beginning with the seconds, as in "0 */5 * * * *"
			0 0 0 30 2 *    | there is no time that it matches
			0 0 0 31 4 *    | there is no time that it matches
			""")
	void expressionThatCannotBeMeantIsRefused(String expression, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.parser.parse(expression, ZoneId.of("UTC")))
			.withMessage(message);
	}

	@ParameterizedTest
	@CsvSource({ "0 0 25 * * *", "@sometimes", "a b c d e f", "0 0 0 * *  * 2026", "''" })
	void expressionThatCannotBeReadIsRefused(String expression) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.parser.parse(expression, ZoneId.of("UTC")));
	}

}
