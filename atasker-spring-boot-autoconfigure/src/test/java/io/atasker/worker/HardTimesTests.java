package io.atasker.worker;

import java.time.Duration;
import java.util.List;

import io.atasker.testsupport.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What befalls a whole JVM, tried with real ones. The numbers are those of the failure
 * cases.
 */
class HardTimesTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@Test
	void case15MemoryThatIsUsedUpFailsTheExecutionOnly() throws Exception {
		try (ChildJvm jvm = ChildJvm.start(ChildJvm.currentJava(), 48, HardTimesApplication.class, "hungry")) {
			assertThat(jvm.awaitExit(SOON)).isTrue();
			assertThat(jvm.lines()).contains("hungry is STARTED", "main has ended")
				.anyMatch((line) -> line.startsWith("last error java.lang.OutOfMemoryError"));
			assertThat(jvm.exitCode()).isZero();
		}
	}

	@Test
	void case19ExecutorThatNeverReturnsIsNamedAndKeepsNoJvmAlive() throws Exception {
		try (ChildJvm jvm = ChildJvm.start(ChildJvm.currentJava(), HardTimesApplication.class, "endless")) {
			jvm.awaitLine("main has ended");
			assertThat(jvm.awaitExit(SOON)).isTrue();
			assertThat(jvm.exitCode()).isZero();
			assertThat(number(jvm.lines(), "took ")).isBetween(400L, 20_000L);
			assertThat(jvm.lines()).contains("shows 1")
				.anyMatch((line) -> line.startsWith("names endless at [") && line.contains("HardTimesApplication"));
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void case48JvmThatWasHeldCatchesUpOnceAndKeepsTheGrid() throws Exception {
		try (ChildJvm jvm = ChildJvm.start(ChildJvm.currentJava(), HardTimesApplication.class, "held")) {
			jvm.awaitLine("running");
			jvm.hold(Duration.ofSeconds(3));
			assertThat(jvm.awaitExit(SOON)).isTrue();
			// Thirty ticks were passed over; ten are due in the second after that.
			assertThat(number(jvm.lines(), "after ")).isLessThanOrEqualTo(12);
			assertThat(number(jvm.lines(), "missed ")).isGreaterThanOrEqualTo(25);
			assertThat(number(jvm.lines(), "off the grid ")).isLessThanOrEqualTo(20);
		}
	}

	@Test
	void case100WorkLeavesNothingBehind() throws Exception {
		try (ChildJvm jvm = ChildJvm.start(ChildJvm.currentJava(), 64, HardTimesApplication.class, "soak")) {
			assertThat(jvm.awaitExit(SOON.multipliedBy(2))).isTrue();
			assertThat(jvm.lines()).contains("main has ended", "threads left []");
			assertThat(number(jvm.lines(), "heap after ") - number(jvm.lines(), "heap before ")).isLessThan(1_000_000);
			assertThat(jvm.exitCode()).isZero();
		}
	}

	private static long number(List<String> lines, String start) {
		return lines.stream()
			.filter((line) -> line.startsWith(start))
			.map((line) -> Long.valueOf(line.substring(start.length())))
			.findFirst()
			.orElseThrow(() -> new AssertionError("no line '%s' in %s".formatted(start, lines)));
	}

}
