package io.atasker.supervisor;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.atasker.testsupport.ChildJvm;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When JVMs end, tried with real ones.
 */
@Tag("long")
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

	/** Failure case 76. */
	@Test
	void childrenEndWithAnApplicationThatIsKilled(@TempDir Path folder) throws Exception {
		Path started = folder.resolve("started");
		Set<Long> pids = new HashSet<>();
		try (ChildJvm jvm = ChildJvm.start(ChildJvm.currentJava(), JvmExitApplication.class, "children",
				started.toString())) {
			jvm.awaitLine("main has ended");
			for (String pid : Files.readString(started).split(" ")) {
				pids.add(Long.valueOf(pid));
			}
			jvm.kill();
			assertThat(jvm.awaitExit(SOON)).isTrue();
			jvm.lines()
				.stream()
				.filter((line) -> line.startsWith("child "))
				.map((line) -> Long.valueOf(line.substring("child ".length())))
				.forEach(pids::add);
		}
		assertThat(pids).hasSize(3);
		await().atMost(Duration.ofSeconds(60)).until(() -> pids.stream().noneMatch(JvmExitTests::isAlive));
	}

	/** Failure case 79: two cannot listen at one port. */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void childrenDoNotTakeTheDebuggerOfTheApplication(boolean inEnvironment) throws Exception {
		int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port;
		try (ChildJvm jvm = inEnvironment
				? ChildJvm.start(Map.of("JAVA_TOOL_OPTIONS", debugger + " -Dkept=yes"), List.of(),
						JvmExitApplication.class, "arguments")
				: ChildJvm.start(Map.of("JAVA_TOOL_OPTIONS", "-Dkept=yes"), List.of(debugger), JvmExitApplication.class,
						"arguments")) {
			assertThat(jvm.awaitExit(SOON)).isTrue();
			assertThat(jvm.awaitLine("own arguments")).contains("jdwp", "-Dkept=yes");
			assertThat(jvm.awaitLine("child's arguments")).contains("-Dkept=yes").doesNotContain("jdwp");
			assertThat(jvm.exitCode()).isZero();
		}
	}

	private static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
	}

	private static ChildJvm start(String application) {
		return ChildJvm.start(ChildJvm.currentJava(), JvmExitApplication.class, application);
	}

}
