package io.atasker.supervisor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import io.atasker.testsupport.ChildJvm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When JVMs end, tried with real ones.
 */
class JvmExitTests {

	private static final Duration SOON = Duration.ofSeconds(60);

	@Test
	void startedWorkerKeepsTheJvmAliveUntilItIsTerminated() throws Exception {
		try (ChildJvm jvm = start("worker")) {
			jvm.awaitLine("main has ended");
			assertThat(jvm.awaitExit(Duration.ofMillis(700))).isFalse();
			jvm.terminate();
			assertThat(jvm.awaitExit(SOON)).isTrue();
			assertThat(jvm.exitCode()).isEqualTo(143);
		}
	}

	@ParameterizedTest
	@CsvSource({ "daemon", "stopped", "stuck" })
	void jvmEndsWhenNothingKeepsItAlive(String application) throws Exception {
		try (ChildJvm jvm = start(application)) {
			assertThat(jvm.awaitExit(SOON)).isTrue();
			assertThat(jvm.exitCode()).isZero();
			assertThat(jvm.lines()).contains("main has ended");
			if (application.equals("stuck")) {
				assertThat(jvm.lines()).contains("running 1");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "load,17", "virtual-load,21" })
	void terminationUnderLoadLosesNothing(String application, int feature) throws Exception {
		Optional<Path> java = ChildJvm.java(feature);
		Assumptions.assumeTrue(java.isPresent(), () -> "there is no Java " + feature);
		try (ChildJvm jvm = ChildJvm.start(java.get(), JvmExitApplication.class, application)) {
			jvm.awaitLine("under load");
			assertThat(jvm.awaitExit(Duration.ofMillis(300))).isFalse();
			jvm.terminate();
			assertThat(jvm.awaitExit(SOON)).isTrue();
			assertThat(jvm.lines()).contains("tasks that did not succeed: 0", "items lost: 0", "complete: true", "end");
			assertThat(jvm.exitCode()).isEqualTo(143);
		}
	}

	private static ChildJvm start(String application) {
		return ChildJvm.start(ChildJvm.currentJava(), JvmExitApplication.class, application);
	}

}
