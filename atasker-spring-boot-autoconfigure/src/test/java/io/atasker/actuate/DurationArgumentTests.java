package io.atasker.actuate;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link DurationArgument}.
 */
class DurationArgumentTests {

	@ParameterizedTest
	@CsvSource({ "5s, PT5S", "500ms, PT0.5S", "1d, P1D", "PT1M30S, PT1M30S", "+3m, PT3M", "1ns, PT0.000000001S",
			"0s, PT0S", "36525d, P36525D" })
	void readsWhatHasAUnit(String text, Duration duration) {
		assertThat(DurationArgument.parse("interval", text)).isEqualTo(duration);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			5              | interval needs a unit, such as 5s or PT5S, but is '5'
			-5             | interval needs a unit, such as 5s or PT5S, but is '-5'
			+5             | interval needs a unit, such as 5s or PT5S, but is '+5'
			-5s            | interval must not be negative, but is '-5s'
			-1ns           | interval must not be negative, but is '-1ns'
			PT-0.1S        | interval must not be negative, but is 'PT-0.1S'
			36526d         | interval must not be longer than 100 years, but is '36526d'
			P36525DT0.001S | interval must not be longer than 100 years, but is 'P36525DT0.001S'
			P106752D       | interval must not be longer than 100 years, but is 'P106752D'
			NaN            | interval must be a duration, such as 5s or PT5S, but is 'NaN'
			5x             | interval must be a duration, such as 5s or PT5S, but is '5x'
			99999999999999999999d | interval must be a duration, such as 5s or PT5S, but is '99999999999999999999d'
			9223372036854775807d  | interval must be a duration, such as 5s or PT5S, but is '9223372036854775807d'
			""")
	void refusesEverythingElse(String text, String message) {
		assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> DurationArgument.parse("interval", text))
			.withMessage(message);
	}

}
