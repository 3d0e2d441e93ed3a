package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

/**
 * The sample application in a JVM of its own, on a free port of the loopback, with a heap
 * that has no room for bombs. It never outlives the test: closing it kills it.
 */
final class SampleJvm implements AutoCloseable {

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final Path output;

	private SampleJvm(Process process, Path output) {
		this.process = process;
		this.output = output;
	}

	static SampleJvm start(Path folder) throws IOException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		return start(folder, List.of("-cp", classPath, SampleApplication.class.getName()));
	}

	/**
	 * Starts it in some form.
	 * @param folder where it has its folders, and its output
	 * @param application the arguments that tell Java what to run
	 */
	static SampleJvm start(Path folder, List<String> application) throws IOException {
		Path output = folder.resolve("output.txt");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m"));
		command.addAll(application);
		command.addAll(List.of("--server.port=0", "--sample.inbox=" + folder.resolve("inbox"),
				"--sample.data=" + folder.resolve("data"), "--atasker.workers.thumbnails.retry.delay=100ms"));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		return new SampleJvm(process, output);
	}

	Process process() {
		return this.process;
	}

	/** Waits until it listens. */
	int port() {
		return Integer.parseInt(Awaitility.await("the port in " + this.output)
			.atMost(Duration.ofSeconds(60))
			.until(() -> PORT.matcher(Files.readString(this.output)), Matcher::find)
			.group(1));
	}

	/** Returns what it has printed so far. */
	String output() throws IOException {
		return Files.readString(this.output);
	}

	/** Asks it to end, as a container does. */
	void terminate() {
		this.process.toHandle().destroy();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
