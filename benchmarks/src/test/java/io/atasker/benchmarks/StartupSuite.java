package io.atasker.benchmarks;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whole processes of an application without a web server, from their start to their end.
 */
final class StartupSuite implements Suite {

	@Override
	public void run(Rounds rounds) throws Exception {
		rounds.measure("startup", "whole process",
				List.of(new Process("empty application, without atasker", false, "0"),
						new Process("@Scheduled and @Async, 5 methods", false, "scheduled"),
						new Process("atasker, no worker", true, "0"), new Process("atasker, 5 workers", true, "5"),
						new Process("atasker, 1000 workers", true, "1000")),
				1, rounds.mode().pick(3, 9, 15));
	}

	private static final class Process implements Contestant {

		private final String name;

		private final List<String> command;

		Process(String name, boolean withAtasker, String workers) {
			this.name = name;
			String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
				.filter((entry) -> withAtasker || !entry.contains("atasker-spring-boot"))
				// An application of its own has none of the peers, and no web server.
				.filter((entry) -> !entry.matches(
						".*(jmh|jobrunr|quartz|disruptor|jctools|webmvc|tomcat|servlet|actuator|micrometer-(core|jakarta|metrics)|jackson).*"))
				.collect(Collectors.joining(File.pathSeparator));
			this.command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath,
					StartupApplication.class.getName(), workers, "--spring.main.web-application-type=none",
					"--spring.main.banner-mode=off", "--logging.level.root=warn");
		}

		@Override
		public String name() {
			return this.name;
		}

		@Override
		public Map<String, Double> round() throws Exception {
			long start = System.nanoTime();
			int status = new ProcessBuilder(this.command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start()
				.waitFor();
			if (status != 0) {
				throw new IllegalStateException("the application ended with status " + status + ": " + this.command);
			}
			return Map.of("ms", (System.nanoTime() - start) / 1e6);
		}

	}

}
