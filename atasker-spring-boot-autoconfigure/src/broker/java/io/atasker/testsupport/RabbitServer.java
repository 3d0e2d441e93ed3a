package io.atasker.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real RabbitMQ on free loopback ports, with all it has in a folder of its own, one for
 * all tests of a JVM. It starts when it is first asked for and ends with the JVM, however
 * that ends; tests may kill it and start it again. It is the program of the system: see
 * {@link WithRabbit}. Nothing is started by a service manager. A shell of its own waits
 * for the end of the JVM, and then ends by their process ids all processes that have the
 * port of the name server of Erlang in their environment, which is ours alone, and
 * removes the folder.
 */
public final class RabbitServer {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	/**
	 * Its input is a pipe, which ends with the JVM. Signals for all processes of a
	 * terminal are not for it. It looks more than once, since what is being started may
	 * start something.
	 */
	private static final String CLEAN_UP = """
			trap '' HUP INT TERM
			read -r end
			for pass in 1 2 3; do
				for each in /proc/[0-9]*; do
					if tr '\\0' '\\n' < "$each/environ" 2> /dev/null | grep -qx "ERL_EPMD_PORT=$1"; then
						kill -9 "${each#/proc/}"
					fi
				done
				sleep 0.2
			done
			rm -rf "$2"
			""";

	@GuardedBy("RabbitServer.class")
	private static @Nullable RabbitServer shared;

	private final Path folder;

	private final int port = freePort();

	private final int distributionPort = freePort();

	private final int namesPort = freePort();

	private volatile @Nullable Process process;

	private RabbitServer(Path folder) {
		this.folder = folder;
	}

	/**
	 * Returns where the broker is, if it is there: the script itself, not the one in the
	 * path of the system, which changes the user.
	 * @return its script
	 */
	static Path program() {
		String said = System.getenv("ATASKER_RABBIT");
		return Path.of((said != null) ? said : "/usr/lib/rabbitmq/bin/rabbitmq-server");
	}

	/**
	 * Returns the server of this JVM, which is started if it does not run.
	 * @return the server
	 */
	public static synchronized RabbitServer get() {
		RabbitServer running = shared;
		if (running == null) {
			try {
				running = new RabbitServer(Files.createTempDirectory("rabbit"));
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			running.cleanUpAtTheEnd();
			shared = running;
		}
		running.start();
		return running;
	}

	private void cleanUpAtTheEnd() {
		try {
			new ProcessBuilder("sh", "-c", CLEAN_UP, "sh", Integer.toString(this.namesPort), this.folder.toString())
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the folder.
	 * @return where it has all that it has
	 */
	Path folder() {
		return this.folder;
	}

	/**
	 * Returns the port.
	 * @return the port on the loopback address
	 */
	public int port() {
		return this.port;
	}

	/** Starts the server, with what is in its folder, if it does not run. */
	public synchronized void start() {
		Process running = this.process;
		if (running != null && running.isAlive()) {
			return;
		}
		try {
			Files.writeString(this.folder.resolve("enabled_plugins"), "[].\n");
			ProcessBuilder builder = new ProcessBuilder(program().toString());
			builder.environment().keySet().removeIf((name) -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_"));
			builder.environment().putAll(environment());
			builder.directory(this.folder.toFile())
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.resolve("console").toFile()));
			this.process = builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await("RabbitMQ on port " + this.port)
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(100))
			.until(() -> isListening() || !isRunning());
		if (!isRunning()) {
			throw new IllegalStateException("RabbitMQ has ended: " + console());
		}
	}

	private Map<String, String> environment() {
		return Map.ofEntries(Map.entry("HOME", this.folder.toString()), Map.entry("LANG", "C.UTF-8"),
				Map.entry("RABBITMQ_NODENAME", "atasker-" + this.port + "@localhost"),
				Map.entry("RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1"),
				Map.entry("RABBITMQ_NODE_PORT", Integer.toString(this.port)),
				Map.entry("RABBITMQ_DIST_PORT", Integer.toString(this.distributionPort)),
				Map.entry("ERL_EPMD_ADDRESS", "127.0.0.1"),
				Map.entry("ERL_EPMD_PORT", Integer.toString(this.namesPort)),
				Map.entry("RABBITMQ_MNESIA_BASE", this.folder.resolve("mnesia").toString()),
				Map.entry("RABBITMQ_LOG_BASE", this.folder.resolve("log").toString()),
				Map.entry("RABBITMQ_ENABLED_PLUGINS_FILE", this.folder.resolve("enabled_plugins").toString()),
				Map.entry("RABBITMQ_CONFIG_FILE", this.folder.resolve("rabbitmq").toString()),
				Map.entry("RABBITMQ_CONF_ENV_FILE", "/dev/null"),
				Map.entry("RABBITMQ_PID_FILE", this.folder.resolve("pid").toString()),
				Map.entry("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-kernel inet_dist_use_interface {127,0,0,1}"));
	}

	/**
	 * Tells the running server something.
	 * @param command what {@code rabbitmqctl} is told
	 */
	public void control(String... command) {
		List<String> all = new ArrayList<>(List.of(program().resolveSibling("rabbitmqctl").toString()));
		all.addAll(List.of(command));
		ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(this.folder.resolve("console").toFile()));
		builder.environment().putAll(environment());
		try {
			if (builder.start().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().exitValue() != 0) {
				throw new IllegalStateException("RabbitMQ refuses %s: %s".formatted(List.of(command), console()));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean isRunning() {
		Process running = this.process;
		return running != null && running.isAlive();
	}

	private boolean isListening() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private String console() {
		try {
			return Files.readString(this.folder.resolve("console"));
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	/** Ends the server without a word, as kill -9 does. Its folder stays. */
	public synchronized void kill() {
		Process running = this.process;
		if (running == null) {
			return;
		}
		// The script may have a child that is the server.
		List<ProcessHandle> all = Stream.concat(running.descendants(), Stream.of(running.toHandle())).toList();
		all.forEach(ProcessHandle::destroyForcibly);
		all.forEach((each) -> each.onExit().orTimeout(20, TimeUnit.SECONDS).join());
		this.process = null;
	}

	/**
	 * Returns a port that is free, and below those that the system gives to others until
	 * it is used.
	 */
	private static int freePort() {
		while (true) {
			int candidate = ThreadLocalRandom.current().nextInt(20_000, 32_000);
			try (ServerSocket socket = new ServerSocket(candidate, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// Somebody else has it.
			}
		}
	}

}
