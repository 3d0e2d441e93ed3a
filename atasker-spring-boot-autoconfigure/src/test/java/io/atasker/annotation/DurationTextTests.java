package io.atasker.annotation;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link DurationText}.
 */
class DurationTextTests {

	@ParameterizedTest
	@CsvSource({ "5s, PT5S", "500ms, PT0.5S", "1ns, PT0.000000001S", "PT1M30S, PT1M30S", "36525d, P36525D" })
	void readsWhatHasAUnit(String text, Duration duration) {
		assertThat(DurationText.read(text)).isEqualTo(duration);
		assertThat(DurationText.readPositive(text)).isEqualTo(duration);
	}

	@ParameterizedTest
	@CsvSource({ "0s", "PT0S", "0d" })
	void zeroIsReadWhereItMeansSomething(String text) {
		assertThat(DurationText.read(text)).isZero();
		assertThatIllegalArgumentException().isThrownBy(() -> DurationText.readPositive(text))
			.withMessage("it is zero");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			5                     | it has no unit
			-5                    | it has no unit
			-5s                   | it is negative
			PT-0.1S               | it is negative
			36526d                | it is longer than 100 years
			P36525DT0.001S        | it is longer than 100 years
			P106752D              | it is longer than 100 years
			NaN                   | it is no duration
			''                    | it is no duration
			9223372036854775807d  | it is no duration
			""")
	void refusesEverythingElse(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> DurationText.read(text)).withMessage(message);
	}

}
