package io.atasker.worker;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link RetryPolicy}.
 */
class RetryPolicyTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 2", "3, 4", "5, 16", "6, 30", "7, 30", "2147483647, 30" })
	void pausesGrowUpToTheLongest(int attempt, int seconds) {
		assertThat(RetryPolicy.of(3).pauseAfter(attempt)).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void jitterOnlyLengthensAndUpToItself() {
		RetryPolicy policy = policy(SECOND, 1, SECOND, Duration.ofNanos(2));
		Set<Duration> pauses = new HashSet<>();
		for (int i = 0; i < 1_000; i++) {
			pauses.add(policy.pauseAfter(1));
		}
		assertThat(pauses).containsExactlyInAnyOrder(SECOND, SECOND.plusNanos(1), SECOND.plusNanos(2));
	}

	@Test
	void longestDurationsAreNoTrouble() {
		Duration forever = ChronoUnit.FOREVER.getDuration();
		assertThat(policy(SECOND, 2, forever, Duration.ZERO).pauseAfter(2)).isEqualTo(Duration.ofSeconds(2));
		assertThat(policy(forever, 2, forever, forever).pauseAfter(1_000)).isPositive();
		assertThat(policy(Duration.ZERO, Double.MAX_VALUE, forever, Duration.ZERO).pauseAfter(1_000)).isZero();
	}

	@Test
	void retriesEndAfterTheirNumber() {
		RetryPolicy policy = RetryPolicy.of(2);
		assertThat(policy.isRetried(new IOException(), 1)).isTrue();
		assertThat(policy.isRetried(new IOException(), 2)).isTrue();
		assertThat(policy.isRetried(new IOException(), 3)).isFalse();
		assertThat(RetryPolicy.NONE.isRetried(new IOException(), 1)).isFalse();
	}

	@Test
	void exceptionsAreIncludedAndExcludedByType() {
		RetryPolicy policy = new RetryPolicy(1, SECOND, 1, SECOND, Duration.ZERO, List.of(IOException.class),
				List.of(FileNotFoundException.class));
		assertThat(policy.isRetried(new IOException(), 1)).isTrue();
		assertThat(policy.isRetried(new FileNotFoundException(), 1)).isFalse();
		assertThat(policy.isRetried(new IllegalStateException(), 1)).isFalse();
	}

	@Test
	void numbersThatMakeNoSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> RetryPolicy.of(-1))
			.withMessage("maxRetries must not be negative, but is -1");
		for (double multiplier : new double[] { 0.99, -1, Double.NaN }) {
			assertThatIllegalArgumentException().isThrownBy(() -> policy(SECOND, multiplier, SECOND, Duration.ZERO))
				.withMessage("multiplier must be at least 1, but is " + multiplier);
		}
		Duration negative = Duration.ofNanos(-1);
		assertThatIllegalArgumentException().isThrownBy(() -> policy(negative, 1, SECOND, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> policy(SECOND, 1, negative, Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> policy(SECOND, 1, SECOND, negative));
	}

	private static RetryPolicy policy(Duration delay, double multiplier, Duration maxDelay, Duration jitter) {
		return new RetryPolicy(3, delay, multiplier, maxDelay, jitter, List.of(), List.of());
	}

}
