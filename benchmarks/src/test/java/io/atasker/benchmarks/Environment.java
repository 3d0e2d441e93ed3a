package io.atasker.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the figures depend on beside the code.
 */
final class Environment {

	private Environment() {
	}

	static Map<String, String> describe(Mode mode) {
		Map<String, String> all = new LinkedHashMap<>();
		all.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
		all.put("mode", mode.name().toLowerCase());
		all.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
		all.put("collector", ManagementFactory.getGarbageCollectorMXBeans().get(0).getName());
		all.put("heap", Runtime.getRuntime().maxMemory() / (1 << 20) + " MB");
		all.put("processors", Runtime.getRuntime().availableProcessors() + " x " + processor());
		all.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
				+ System.getProperty("os.arch"));
		return all;
	}

	/** The load average of the last minute: above 1 before a run, somebody else works. */
	static String load() {
		return "%.2f".formatted(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
	}

	private static String processor() {
		try {
			return Files.readAllLines(Path.of("/proc/cpuinfo"))
				.stream()
				.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse("unknown");
		}
		catch (IOException ex) {
			return "unknown";
		}
	}

}
