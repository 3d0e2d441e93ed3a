package io.atasker.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Runs suites, each in a JVM of its own, and writes a result file for each. The JDK is
 * the one that this runs on; the files of several stand beside each other.
 */
public final class Bench {

	private static final Map<String, Supplier<Suite>> SUITES = new LinkedHashMap<>();

	static {
		SUITES.put("queue", QueueSuite::new);
		SUITES.put("durable", DurableSuite::new);
		SUITES.put("rabbit", RabbitSuite::new);
		SUITES.put("submit", SubmitSuite::new);
		SUITES.put("hand-off", HandOffSuite::new);
		SUITES.put("critical", CriticalSuite::new);
		SUITES.put("continuous", ContinuousSuite::new);
		SUITES.put("async", AsyncSuite::new);
		SUITES.put("interval", IntervalSuite::new);
		SUITES.put("startup", StartupSuite::new);
		SUITES.put("endpoint", EndpointSuite::new);
		SUITES.put("process", ProcessSuite::new);
		SUITES.put("many", ManySuite::new);
		SUITES.put("many-flat", ManySuite.Flat::new);
		SUITES.put("virtual", VirtualSuite::new);
		SUITES.put("scaling", ScalingSuite::new);
	}

	private Bench() {
	}

	/**
	 * Starts.
	 * @param args the suites, separated by commas, or "all", "report" or "jmh"; the mode;
	 * the folder of the results; the folder of the document
	 * @throws Exception if something fails
	 */
	public static void main(String[] args) throws Exception {
		Mode mode = Mode.valueOf(args[1].toUpperCase(Locale.ROOT));
		Path results = Path.of(args[2]);
		if (args.length == 3) {
			runHere(args[0], mode, results);
			return;
		}
		Files.createDirectories(results);
		if (args[0].equals("jmh")) {
			org.openjdk.jmh.Main.main(new String[] { "-prof", "gc", StepCosts.class.getSimpleName() });
			return;
		}
		if (!args[0].equals("report")) {
			for (String suite : args[0].equals("all") ? List.copyOf(SUITES.keySet()) : List.of(args[0].split(","))) {
				if (!SUITES.containsKey(suite)) {
					throw new IllegalArgumentException("no suite '" + suite + "', there are " + SUITES.keySet());
				}
				fork(suite, mode, results);
			}
		}
		Report.write(results, Path.of(args[3]));
	}

	private static void fork(String suite, Mode mode, Path results) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms2g", "-Xmx2g",
						"-XX:+AlwaysPreTouch", "-cp", System.getProperty("java.class.path"), Bench.class.getName(),
						suite, mode.name(), results.toString()));
		int status = new ProcessBuilder(command).inheritIO().directory(new File(".")).start().waitFor();
		if (status != 0) {
			throw new IllegalStateException("suite '" + suite + "' ended with status " + status);
		}
	}

	private static void runHere(String suite, Mode mode, Path folder) throws Exception {
		Map<String, String> environment = Environment.describe(mode);
		String before = Environment.load();
		System.out.println(suite + " " + environment + ", load " + before);
		long start = System.nanoTime();
		Rounds rounds = new Rounds(mode);
		SUITES.get(suite).get().run(rounds);
		List<String> lines = new ArrayList<>();
		environment.forEach((key, value) -> lines.add("# " + key + "=" + value));
		lines.add("# load=" + before + " before, " + Environment.load() + " after");
		lines.add("# seconds=" + (System.nanoTime() - start) / 1_000_000_000);
		rounds.results().forEach((result) -> lines.add(result.toLine()));
		Files.write(folder.resolve(suite + "-jdk" + Runtime.version().feature() + ".csv"), lines);
		System.out.println(lines.get(lines.size() - 1 - rounds.results().size()));
		System.exit(0);
	}

}
