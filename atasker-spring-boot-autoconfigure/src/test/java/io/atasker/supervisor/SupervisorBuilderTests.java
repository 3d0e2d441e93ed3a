package io.atasker.supervisor;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SupervisorBuilderTests {

	@Test
	void supervisorKeepsWhatItWasBuiltWith() {
		SupervisorBuilder builder = Supervisor.builder().name("first").limits(new PoolLimits(1, 2, 3)).loop("extra");
		Supervisor first = builder.build();
		builder.name("second").limits(new PoolLimits(9, 9, 9)).loop("more");
		assertThat(first.name()).isEqualTo("first");
		assertThat(first.limits()).isEqualTo(new PoolLimits(1, 2, 3));
		assertThat(first.loops().names()).containsExactly("default", "extra");
		assertThat(builder.build().loops().names()).containsExactly("default", "extra", "more");
		assertThat(first).hasToString("supervisor 'first', STOPPED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "-a", "a b", "a\nb", "a/b", "ä",
			"a234567890123456789012345678901234567890123456789012345678901" })
	void oddNamesAreRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Supervisor.builder().name(name));
		assertThatIllegalArgumentException().isThrownBy(() -> Supervisor.builder().loop(name));
	}

	@Test
	void timesMustBePositive() {
		SupervisorBuilder builder = Supervisor.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.startWarningAfter(Duration.ZERO))
			.withMessage("startWarningAfter must be positive, but is PT0S");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.startCriticalAfter(Duration.ofSeconds(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.shutdownTimeout(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.threadKeepAlive(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.minThreads(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> ShutdownPolicy.graceful(Duration.ofNanos(-1)));
		assertThatIllegalArgumentException().isThrownBy(() -> TaskOptions.DEFAULTS.withDelay(Duration.ofNanos(-1)));
	}

	@ParameterizedTest
	@CsvSource({ "-1,0,0", "0,-1,0", "0,0,-1", "2147483647,0,0", "2147483646,1,0", "1,2147483647,2147483647" })
	void limitsThatMakeNoSenseAreRefusedAndTheOldOnesStay(int poolSize, int reserveNormal, int reserveHigh) {
		Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(1, 1, 1)).build();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> supervisor.resize(new PoolLimits(poolSize, reserveNormal, reserveHigh)));
		assertThat(supervisor.limits()).isEqualTo(new PoolLimits(1, 1, 1));
	}

}
