package io.atasker.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command that starts a child: the same Java, the same class path, and, where the
 * application is an archive with archives in it, the launcher that can read these. What
 * the application itself was started with is not inherited, nor is a debugger or a port
 * for management that the environment asks for.
 */
final class CommandLine {

	/**
	 * A longer class path goes into a file: Windows takes 32 kB for all arguments, Linux
	 * 128 kB for one of them.
	 */
	static final int LONGEST_CLASS_PATH = 16_000;

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	/** What the JVM adds by itself, and may name a port that is taken. */
	private static final List<String> OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
			"_JAVA_OPTIONS");

	/** Beginnings and parts of options that take a port. */
	private static final List<String> PORTS = List.of("jdwp", "-Dcom.sun.management.");

	/** Properties that a child sees as the application does. */
	private static final List<String> INHERITED = List.of("file.encoding", "java.awt.headless", "java.io.tmpdir",
			"loader.path", "user.language", "user.country", "user.timezone");

	/** The JVM refuses two. */
	private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w*GC\\b");

	private CommandLine() {
	}

	/**
	 * Makes the command.
	 * @param options how children are started
	 * @param environment that of the child
	 * @param file where arguments may be written that are too long for a command
	 * @return the command
	 * @throws IOException if they cannot be
	 */
	static List<String> of(ProcessOptions options, Map<String, String> environment, Path file) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(options.java().toString());
		if (!choosesCollector(options.jvmArgs(), environment)) {
			command.add("-XX:+UseSerialGC");
		}
		command.add("-XX:+ExitOnOutOfMemoryError");
		if (options.maxHeap() > 0) {
			command.add("-Xmx" + options.maxHeap());
		}
		for (String property : INHERITED) {
			String value = System.getProperty(property);
			if (value != null && !value.isEmpty()) {
				command.add("-D" + property + "=" + value);
			}
		}
		command.addAll(options.jvmArgs());
		command.addAll(classPath(absolute(options.classPath()), file));
		if (isWithLauncher()) {
			command.add("-Dloader.main=" + ChildMain.class.getName());
			command.add(LAUNCHER);
		}
		else {
			command.add(ChildMain.class.getName());
		}
		return command;
	}

	private static boolean choosesCollector(List<String> arguments, Map<String, String> environment) {
		return Stream.concat(arguments.stream(), OPTION_VARIABLES.stream().map(environment::get))
			.anyMatch((text) -> text != null && COLLECTOR.matcher(text).find());
	}

	private static List<String> classPath(String path, Path file) throws IOException {
		if (path.length() <= LONGEST_CLASS_PATH) {
			return List.of("-cp", path);
		}
		String quoted = path.replace("\\", "\\\\").replace("\"", "\\\"");
		Files.writeString(file, "-cp \"" + quoted + "\"\n", charset());
		return List.of("@" + file);
	}

	/** That in which the launcher of Java reads it. */
	private static Charset charset() {
		return Charset.forName(System.getProperty("sun.jnu.encoding", Charset.defaultCharset().name()));
	}

	private static String absolute(String path) {
		return Arrays.stream(path.split(File.pathSeparator))
			.map((entry) -> new File(entry).getAbsolutePath())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static boolean isWithLauncher() {
		try {
			Class.forName(LAUNCHER, false, ClassLoader.getSystemClassLoader());
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	/**
	 * Takes out of an environment what would have a child wait for a debugger, or fail
	 * since the port of the application's is taken.
	 * @param environment that of the child
	 */
	static void withoutPorts(Map<String, String> environment) {
		for (String variable : OPTION_VARIABLES) {
			String options = environment.get(variable);
			if (options != null && PORTS.stream().anyMatch(options::contains)) {
				String others = Arrays.stream(options.trim().split("\\s+"))
					.filter((option) -> PORTS.stream().noneMatch(option::contains))
					.collect(Collectors.joining(" "));
				environment.put(variable, others);
				environment.remove(variable, "");
			}
		}
	}

}
