package io.atasker.testsupport;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.awaitility.Awaitility;

/**
 * A real JVM that runs a main class of the tests. It never outlives the test: closing it
 * kills it by its process id.
 */
public final class ChildJvm implements AutoCloseable {

	private static final Pattern FEATURE = Pattern.compile("JAVA_VERSION=\"(\\d+)");

	private final Process process;

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> output;

	private ChildJvm(Process process) {
		this.process = process;
		this.output = CompletableFuture.runAsync(this::read, ChildJvm::aside);
	}

	/**
	 * Starts a JVM.
	 * @param home where Java is installed
	 * @param main the main class
	 * @param arguments its arguments
	 * @return the JVM
	 */
	public static ChildJvm start(Path home, Class<?> main, String... arguments) {
		return start(home, 128, main, arguments);
	}

	/**
	 * Starts a JVM with a heap of some size.
	 * @param home where Java is installed
	 * @param heap how large the heap may be in MB
	 * @param main the main class
	 * @param arguments its arguments
	 * @return the JVM
	 */
	public static ChildJvm start(Path home, int heap, Class<?> main, String... arguments) {
		return start(home, List.of("-Xmx" + heap + "m"), main, arguments);
	}

	/**
	 * Starts a JVM with options of its own.
	 * @param home where Java is installed
	 * @param options what it is told beside what all are
	 * @param main the main class
	 * @param arguments its arguments
	 * @return the JVM
	 */
	public static ChildJvm start(Path home, List<String> options, Class<?> main, String... arguments) {
		return start(home, Map.of(), options, main, arguments);
	}

	/**
	 * Starts a JVM with an environment and options.
	 * @param environment variables beside those of this JVM
	 * @param options what it is told beside what all are
	 * @param main the main class
	 * @param arguments its arguments
	 * @return the JVM
	 */
	public static ChildJvm start(Map<String, String> environment, List<String> options, Class<?> main,
			String... arguments) {
		return start(currentJava(), environment, options, main, arguments);
	}

	private static ChildJvm start(Path home, Map<String, String> environment, List<String> options, Class<?> main,
			String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(home.resolve("bin/java").toString(), "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		try {
			ProcessBuilder builder = new ProcessBuilder(command);
			builder.environment().putAll(environment);
			return new ChildJvm(builder.redirectErrorStream(true).start());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the Java that runs the tests.
	 * @return where it is installed
	 */
	public static Path currentJava() {
		return Path.of(System.getProperty("java.home"));
	}

	/**
	 * Finds a Java of at least a release: the current one, or the newest among its
	 * neighbours.
	 * @param feature the release
	 * @return where it is installed, if there is one
	 */
	public static Optional<Path> java(int feature) {
		if (Runtime.version().feature() >= feature) {
			return Optional.of(currentJava());
		}
		File[] neighbours = currentJava().getParent().toFile().listFiles(File::isDirectory);
		return Stream.of((neighbours != null) ? neighbours : new File[0])
			.map(File::toPath)
			.filter((home) -> Files.isExecutable(home.resolve("bin/java")))
			.filter((home) -> feature(home) >= feature)
			.max(Comparator.comparing(ChildJvm::feature));
	}

	private static int feature(Path home) {
		try {
			Matcher matcher = FEATURE.matcher(Files.readString(home.resolve("release")));
			return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
		}
		catch (IOException ex) {
			return 0;
		}
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(StandardCharsets.UTF_8)) {
			reader.lines().forEach(this.lines::add);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits for a line.
	 * @param start how it begins
	 * @return the line
	 */
	public String awaitLine(String start) {
		return awaitLine(start, 0);
	}

	/**
	 * Waits for a line behind others.
	 * @param start how it begins
	 * @param from how many lines before it do not count
	 * @return the line
	 */
	public String awaitLine(String start, int from) {
		Awaitility.await("a line '" + start + "' in " + this.lines)
			.atMost(Duration.ofSeconds(60))
			.until(() -> find(start, from).isPresent() || this.output.isDone());
		return find(start, from)
			.orElseThrow(() -> new AssertionError("no line '%s' in %s".formatted(start, this.lines)));
	}

	/**
	 * Returns how many lines it has printed until now.
	 * @return the number
	 */
	public int lineCount() {
		return this.lines.size();
	}

	private Optional<String> find(String start, int from) {
		return this.lines.stream().skip(from).filter((line) -> line.startsWith(start)).findFirst();
	}

	/** Asks the JVM to end, as a container does. */
	public void terminate() {
		// destroy() of the process itself would close its output too
		this.process.toHandle().destroy();
	}

	/** Ends the JVM without a word, as kill -9 does. */
	public void kill() {
		this.process.toHandle().destroyForcibly();
	}

	/**
	 * Holds the JVM for a while, as a machine does that is short of everything.
	 * @param time how long
	 * @throws Exception if it cannot be held
	 */
	public void hold(Duration time) throws Exception {
		signal("-STOP");
		Thread.sleep(time.toMillis());
		signal("-CONT");
	}

	/**
	 * Holds the JVM until it is resumed.
	 * @throws Exception if it cannot be held
	 */
	public void suspend() throws Exception {
		signal("-STOP");
	}

	/**
	 * Lets it go on.
	 * @throws Exception if it cannot
	 */
	public void resume() throws Exception {
		signal("-CONT");
	}

	private void signal(String signal) throws Exception {
		int code = new ProcessBuilder("kill", signal, Long.toString(this.process.pid())).inheritIO().start().waitFor();
		if (code != 0) {
			throw new IOException("kill %s has ended with %d".formatted(signal, code));
		}
	}

	/**
	 * Waits for the end.
	 * @param timeout for how long
	 * @return whether it has ended
	 * @throws InterruptedException if the waiting thread is interrupted
	 */
	public boolean awaitExit(Duration timeout) throws InterruptedException {
		return this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Returns the exit code.
	 * @return the code
	 */
	public int exitCode() {
		return this.process.exitValue();
	}

	/**
	 * Returns what it has printed.
	 * @return the lines
	 */
	public List<String> lines() {
		this.output.join();
		return this.lines;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	private static void aside(Runnable work) {
		Thread thread = new Thread(work, "output of a child");
		thread.setDaemon(true);
		thread.start();
	}

}
