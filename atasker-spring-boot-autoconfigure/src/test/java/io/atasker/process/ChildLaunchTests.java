package io.atasker.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LogCapture;
import io.atasker.time.ManualTime;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests of the start of children: with what, with which Java, and when there is none.
 */
@Tag("long")
@Timeout(120)
class ChildLaunchTests {

	@TempDir
	private Path folder;

	/** Failure case 79. */
	@Test
	@EnabledOnOs(OS.LINUX)
	void secretIsNeitherOnTheCommandLineNorInTheEnvironment() throws Exception {
		Secret secret = Secret.create();
		Child child = TestPool.launch(() -> secret, (options) -> {
		});
		try {
			assertThat(procFile(child.pid(), "cmdline")).contains(ChildMain.class.getName())
				.doesNotContain(secret.text());
			assertThat(procFile(child.pid(), "environ")).contains(Orphans.VARIABLE + "=").doesNotContain(secret.text());
		}
		finally {
			child.kill();
		}
	}

	/**
	 * What has the marker of a child ends with it; what comes later is not looked for.
	 */
	@Test
	@EnabledOnOs(OS.LINUX)
	void childIsKilledWithWhatItHasStartedOnce() throws Exception {
		Child child = TestPool.launch(Secret::create, (options) -> {
		});
		Matcher marker = Pattern.compile(Orphans.VARIABLE + "=(\\w+)").matcher(procFile(child.pid(), "environ"));
		assertThat(marker.find()).isTrue();
		ProcessBuilder sleeping = new ProcessBuilder("sleep", "100");
		sleeping.environment().put(Orphans.VARIABLE, marker.group(1));
		Process before = sleeping.start();
		child.kill();
		await().until(() -> !child.isAlive());
		assertThat(before.waitFor(60, TimeUnit.SECONDS)).isTrue();
		Process after = sleeping.start();
		child.kill();
		assertThat(after.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
		after.destroyForcibly();
	}

	private static String procFile(long pid, String name) throws IOException {
		return new String(Files.readAllBytes(Path.of("/proc", Long.toString(pid), name)), StandardCharsets.ISO_8859_1);
	}

	/** The system takes 128 kB in one argument. */
	@Test
	void classPathMayHaveAnyLength() throws Throwable {
		String many = IntStream.range(0, 3_000)
			.mapToObj((i) -> "/no such \"folder\"/with a long name/number \u00e4 #" + i + "/" + "x".repeat(60))
			.collect(Collectors.joining(File.pathSeparator));
		String path = many + File.pathSeparator + ProcessOptions.builder().build().classPath();
		assertThat(path).hasSizeGreaterThan(300_000);
		try (TestPool pool = TestPool.open((options) -> options.classPath(path))) {
			assertThat(pool.pid()).isPositive();
		}
	}

	@Test
	void portsOfTheApplicationAreNotInherited() {
		String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,address=5005";
		Map<String, String> environment = new HashMap<>(Map.of("JAVA_TOOL_OPTIONS", debugger, "JDK_JAVA_OPTIONS",
				"-Da=b  " + debugger + " -Xmx1g -Dcom.sun.management.jmxremote.port=9010", "_JAVA_OPTIONS",
				"-Xrunjdwp:address=1 -Dc=d", "OTHER", "jdwp"));
		CommandLine.withoutPorts(environment);
		assertThat(environment).containsOnly(Map.entry("JDK_JAVA_OPTIONS", "-Da=b -Xmx1g"),
				Map.entry("_JAVA_OPTIONS", "-Dc=d"), Map.entry("OTHER", "jdwp"));
	}

	/** Failure case 77. */
	@Test
	void javaThatIsNotThereIsNamedAndWaitedFor() throws Throwable {
		Path java = this.folder.resolve("java");
		try (TestPool pool = TestPool.open((options) -> options.java(java))) {
			assertThatExceptionOfType(ProcessPoolUnavailableException.class).isThrownBy(pool::pid)
				.withMessageContaining("no child process can be started at present, after")
				.withMessageContaining("a child process could not be started")
				.withMessageContaining(java.toString());
			assertThat(pool.pool().isServing()).isFalse();
			Files.createSymbolicLink(java, ProcessOptions.builder().build().java());
			await().until(pool.pool()::isServing);
			assertThat(pool.pid()).isPositive();
			assertThat(pool.pool().problem()).isNull();
		}
	}

	/** The JVM refuses two collectors. */
	@Test
	void collectorOfTheSettingsOrTheEnvironmentWins() throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.jvmArgs(List.of("-XX:+UseParallelGC")))) {
			assertThat(pool.pid()).isPositive();
		}
		ProcessOptions options = ProcessOptions.builder().build();
		Path file = this.folder.resolve("arguments");
		assertThat(CommandLine.of(options, Map.of(), file)).contains("-XX:+UseSerialGC");
		assertThat(CommandLine.of(options, Map.of("JAVA_TOOL_OPTIONS", "-Da=b -XX:+UseZGC"), file))
			.doesNotContain("-XX:+UseSerialGC");
	}

	/** Failure case 77: who upgrades Java does that while the application runs. */
	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void javaThatIsReplacedServesWithTheChildrenThatAreLeft() throws Throwable {
		Path java = script("mkdir '%s/first' 2>/dev/null && exec '%s' \"$@\"\necho incompatible >&2\nexit 1"
			.formatted(this.folder, ProcessOptions.builder().build().java()));
		try (TestPool pool = TestPool.open((options) -> options.java(java).spares(2))) {
			long pid = pool.pid();
			// What a child has printed is not always there when it is counted.
			await().untilAsserted(() -> assertThat(pool.pool().problem()).contains(
					"no further child process can be started", "attempts in vain, and 1 is left", "incompatible"));
			assertThat(pool.pool().isServing()).isTrue();
			assertThat(pool.pid()).isEqualTo(pid);
			assertThatExceptionOfType(ChildDiedException.class).isThrownBy(() -> pool.call("exit", 3));
			assertThat(pool.pool().isServing()).isFalse();
			assertThatExceptionOfType(ProcessPoolUnavailableException.class).isThrownBy(pool::pid)
				.withMessageContaining("no child process can be started");
			Files.delete(this.folder.resolve("first"));
			await().until(pool.pool()::isServing);
			assertThat(pool.pid()).isNotEqualTo(pid);
		}
	}

	/** While none can be started, who finds all in use waits for one of them. */
	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void whoFindsNoChildWaitsForOneThatIsInUse() throws Throwable {
		Path java = script("mkdir '%s/first' 2>/dev/null && exec '%s' \"$@\"\nexit 1".formatted(this.folder,
				ProcessOptions.builder().build().java()));
		Path go = this.folder.resolve("go");
		try (TestPool pool = TestPool.open((options) -> options.java(java).spares(2))) {
			long pid = pool.pid();
			await().until(() -> pool.pool().problem() != null);
			Thread first = TestPool.thread("first", () -> ignoring(() -> pool.call("waitFor", go)));
			first.start();
			await().until(() -> pool.pool().statistics().busy() == 1);
			long[] second = new long[1];
			Thread waiter = TestPool.thread("second", () -> ignoring(() -> second[0] = pool.pid()));
			waiter.start();
			await().until(() -> waiter.getState() == Thread.State.WAITING);
			assertThat(pool.pool().isServing()).isTrue();
			Files.createFile(go);
			waiter.join();
			assertThat(second[0]).isEqualTo(pid);
			first.join();
		}
	}

	private static void ignoring(Work work) {
		try {
			work.run();
		}
		catch (Throwable ex) {
			ex.printStackTrace();
		}
	}

	/** A JVM may take long to start, and would connect to nobody. */
	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void childThatIsBeingStartedEndsWithThePool() throws Throwable {
		Path pids = this.folder.resolve("pids");
		Path java = script("echo $$ >> '%s'\nexec sleep 600".formatted(pids));
		try (TestPool pool = TestPool
			.open((options) -> options.java(java).spares(1).spawnTimeout(Duration.ofMinutes(10)))) {
			await().until(() -> Files.exists(pids) && !Files.readAllLines(pids).isEmpty());
			long pid = Long.parseLong(Files.readAllLines(pids).get(0));
			assertThat(TestPool.isAlive(pid)).isTrue();
			pool.pool().close();
			await().until(() -> !TestPool.isAlive(pid));
			await().until(() -> pool.pool().statistics().starting() == 0);
			assertThat(pool.pool().statistics().failedStarts()).isZero();
		}
	}

	/** Failure case 77: five attempts, and then ever more rarely. */
	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void attemptsAreBounded() throws Throwable {
		Path starts = this.folder.resolve("starts");
		Path java = script("echo x >> '%s'\nexit 1".formatted(starts));
		ManualTime time = new ManualTime();
		try (TestPool pool = TestPool.open(time, (options) -> options.java(java))) {
			assertThatExceptionOfType(ProcessPoolUnavailableException.class).isThrownBy(pool::pid);
			await().until(() -> pool.pool().statistics().starting() == 0);
			long attempts = pool.pool().statistics().failedStarts();
			assertThat(attempts).isBetween(5L, 4L + Runtime.getRuntime().availableProcessors());
			for (int i = 0; i < 20; i++) {
				assertThatExceptionOfType(ProcessPoolUnavailableException.class).isThrownBy(pool::pid);
			}
			assertThat(Files.readAllLines(starts)).hasSize((int) attempts);
			Duration last = Duration.ZERO;
			for (long more = 1; more <= 3; more++) {
				long expected = attempts + more;
				Duration pause = time.untilNext();
				assertThat(pause).isGreaterThan(last).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
				last = pause;
				time.advance(pause);
				await().until(() -> pool.pool().statistics().failedStarts() == expected);
			}
			assertThat(Files.readAllLines(starts)).hasSize((int) attempts + 3);
			Files.delete(java);
			Files.createSymbolicLink(java, ProcessOptions.builder().build().java());
			time.advance(time.untilNext());
			await().until(pool.pool()::isServing);
			assertThat(pool.pid()).isPositive();
		}
	}

	private Path script(String text) throws IOException {
		Path script = this.folder.resolve("java");
		Files.writeString(script, "#!/bin/sh\n" + text + "\n");
		return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
	}

	/** Failure case 71. */
	@Test
	void outputIsInformationAndErrorsAreWarnings() throws Throwable {
		Path seen = this.folder.resolve("seen");
		try (LogCapture log = LogCapture.of("io.atasker.process.Output");
				TestPool pool = TestPool.open((options) -> options.spares(0))) {
			long pid = pool.pid();
			Thread printing = TestPool.thread("printing", () -> ignoring(() -> pool.call("print", seen)));
			printing.start();
			String who = "[child 1, pid %d, print] ".formatted(pid);
			await().until(() -> log.messages(Level.INFO).contains(who + "a line of output"));
			await().until(() -> log.messages(Level.WARN).contains(who + "a line of errors"));
			assertThat(log.messages(Level.INFO)).doesNotContain(who + "a line of errors");
			Files.createFile(seen);
			printing.join();
		}
	}

	/** Failure case 71. */
	@Test
	void floodWithoutLinesIsTakenAwayAndCut() throws Throwable {
		try (LogCapture log = LogCapture.of("io.atasker.process.Output");
				TestPool pool = TestPool.open((options) -> options.spares(0))) {
			assertThat(pool.call("flood", 100)).isEqualTo(100);
			long pid = pool.pid();
			pool.close();
			String who = "[child 1, pid %d, pid] ".formatted(pid);
			for (Level level : List.of(Level.INFO, Level.WARN)) {
				await().until(() -> log.messages(level).stream().anyMatch((line) -> line.startsWith(who)));
				assertThat(log.messages(level)).hasSizeLessThan(10).allMatch((line) -> line.length() < 2_100);
			}
		}
	}

	/** In the child, what runs there finds its classes by the context class loader. */
	@Test
	void contextClassLoaderOfTheChildFindsItsClasses() throws Throwable {
		try (TestPool pool = TestPool.open((options) -> options.jvmArgs(List.of("-Da=b")))) {
			assertThat(pool.call("contextLoader")).isEqualTo("true");
			assertThat(pool.call("inputArguments"))
				.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(String.class))
				.contains("-Da=b", "-XX:+ExitOnOutOfMemoryError");
		}
	}

	private interface Work {

		void run() throws Throwable;

	}

}
