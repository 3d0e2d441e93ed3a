package io.atasker.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.atasker.sample.cluster.SampleCluster;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/**
 * The launcher of several instances in a JVM of its own, with folders of its own and free
 * ports. Closing it kills all that is left of it.
 */
final class RunningCluster implements AutoCloseable {

	private static final Pattern INSTANCE = Pattern
		.compile("\\[cluster\\] Instance (\\d), process (\\d+): gallery http://127.0.0.1:(\\d+)/ ");

	private final Process launcher;

	private final Path output;

	/** All processes that were seen to belong to it. */
	private final List<ProcessHandle> family = new ArrayList<>();

	private RunningCluster(Process launcher, Path output) {
		this.launcher = launcher;
		this.output = output;
	}

	static RunningCluster start(Path folder, String... arguments) throws IOException {
		Path output = folder.resolve("output.txt");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						SampleCluster.class.getName(), "--sample.inbox=" + folder.resolve("inbox"),
						"--sample.data=" + folder.resolve("data")));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		return new RunningCluster(builder.start(), output);
	}

	/** Waits until instances listen, and returns them in the order of their numbers. */
	List<Member> members(int number) {
		List<Member> members = Awaitility.await("instances in " + this.output)
			.atMost(Duration.ofMinutes(3))
			.until(() -> INSTANCE.matcher(output()).results().map(Member::of).sorted().toList(),
					(found) -> found.size() == number || !this.launcher.isAlive());
		if (members.size() != number) {
			throw new AssertionError("not all instances were started, see " + this.output);
		}
		this.family.addAll(this.launcher.descendants().toList());
		return members;
	}

	Process launcher() {
		return this.launcher;
	}

	/** Returns what it and the instances have printed so far. */
	String output() throws IOException {
		return Files.readString(this.output);
	}

	/** Returns the processes of instances, and those that these have started. */
	Stream<ProcessHandle> alive() {
		return Stream.concat(this.launcher.descendants(), this.family.stream())
			.distinct()
			.filter(ProcessHandle::isAlive);
	}

	static ConditionFactory eventually() {
		return Awaitility.await().atMost(Duration.ofSeconds(60));
	}

	@Override
	public void close() {
		List<ProcessHandle> left = alive().toList();
		this.launcher.destroyForcibly();
		left.forEach(ProcessHandle::destroyForcibly);
	}

	/**
	 * An instance.
	 *
	 * @param number its number, from 1
	 * @param pid its process
	 * @param port where it listens
	 */
	record Member(int number, long pid, int port) implements Comparable<Member> {

		static Member of(MatchResult line) {
			return new Member(Integer.parseInt(line.group(1)), Long.parseLong(line.group(2)),
					Integer.parseInt(line.group(3)));
		}

		String node() {
			return "instance-" + this.number;
		}

		Visitor visitor() {
			return new Visitor(this.port);
		}

		void kill() {
			ProcessHandle.of(this.pid).ifPresent(ProcessHandle::destroyForcibly);
		}

		@Override
		public int compareTo(Member other) {
			return Integer.compare(this.number, other.number);
		}

	}

}
