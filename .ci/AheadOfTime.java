import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs the sample application as it was processed ahead of time, waits until each of its
 * workers works, and stops it with a signal.
 */
public class AheadOfTime {

	private static final Duration PATIENCE = Duration.ofSeconds(180);

	private static final Pattern NAME = Pattern.compile("\"name\":\"([^\"]+)\"");

	/** A continuous worker may be in its first execution for as long as nothing happens. */
	private static final Pattern WORKS = Pattern.compile("\"(running|succeeded)\":[1-9]");

	private static final HttpClient client = HttpClient.newHttpClient();

	public static void main(String[] arguments) throws Exception {
		Path jar = Path.of(arguments[0]).toAbsolutePath();
		Path folder = Files.createTempDirectory("ahead-of-time");
		Path log = folder.resolve("log");
		int port = freePort();
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.aot.enabled=true", "-jar", jar.toString(), "--server.port=" + port)
			.directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
		String problem;
		try {
			problem = problem(URI.create("http://127.0.0.1:" + port + "/actuator/workers"), process);
			process.destroy();
			if (problem == null && !process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				problem = "it does not end";
			}
		}
		finally {
			process.destroyForcibly();
		}
		if (problem == null && !Files.readString(log).contains("Starting AOT-processed")) {
			problem = "what was generated ahead of time was not used";
		}
		if (problem != null) {
			System.err.println(Files.readString(log));
			System.err.println("The sample application, processed ahead of time: " + problem);
			System.exit(1);
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	/** Returns what is not as it should be, or null once each worker works. */
	private static String problem(URI workers, Process process) throws InterruptedException {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		String last = "no answer from " + workers;
		while (System.nanoTime() < deadline && process.isAlive()) {
			try {
				Map<String, Boolean> works = works(workers);
				if (!works.isEmpty() && !works.containsValue(false)) {
					System.out.println("Ahead of time, each works: " + works.keySet());
					return null;
				}
				last = "which worker works? " + works;
			}
			catch (IOException ex) {
				// Not there yet.
			}
			Thread.sleep(200);
		}
		return process.isAlive() ? last : "it ended with " + process.exitValue() + "; " + last;
	}

	private static Map<String, Boolean> works(URI workers) throws IOException, InterruptedException {
		Map<String, Boolean> all = new TreeMap<>();
		Matcher names = NAME.matcher(get(workers));
		while (names.find()) {
			if (!all.containsKey(names.group(1))) {
				all.put(names.group(1), WORKS.matcher(get(URI.create(workers + "/" + names.group(1)))).find());
			}
		}
		return all;
	}

	private static String get(URI uri) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
		return client.send(request, BodyHandlers.ofString()).body();
	}

}
