package io.atasker.supervisor;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Durations}.
 */
class DurationsTests {

	@Test
	void nanosecondsAreThoseThatFit() {
		assertThat(Durations.nanos(Duration.ZERO)).isZero();
		assertThat(Durations.nanos(Duration.ofSeconds(3, 4))).isEqualTo(3_000_000_004L);
		long most = Long.MAX_VALUE / 1_000_000_000;
		assertThat(Durations.nanos(Duration.ofSeconds(most - 1))).isEqualTo((most - 1) * 1_000_000_000);
		assertThat(Durations.nanos(Duration.ofSeconds(most))).isEqualTo(Long.MAX_VALUE);
		assertThat(Durations.nanos(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void textIsInMillisecondsOrSeconds() {
		assertThat(Durations.text(0)).isEqualTo("0 ms");
		assertThat(Durations.text(999_999_999)).isEqualTo("999 ms");
		assertThat(Durations.text(1_000_000_000)).isEqualTo("1.0 s");
		assertThat(Durations.text(2_560_000_000L)).isEqualTo("2.6 s");
	}

}
