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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A real RabbitMQ on free loopback ports, with all it has in a folder of its own, one for
 * all tests of a JVM. It starts when it is first asked for and ends with the JVM; tests
 * may kill it and start it again. It is the program of the system: see
 * {@link WithRabbit}. Nothing is started by a service manager, and nothing outlives it:
 * the name server that Erlang starts beside it is ended by its process id, too.
 */
public final class RabbitServer {

	private static final Duration PATIENCE = Duration.ofSeconds(90);

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
			shared = running;
			Runtime.getRuntime().addShutdownHook(new Thread(running::remove, "end of RabbitMQ"));
		}
		running.start();
		return running;
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

	private void remove() {
		kill();
		names().forEach(ProcessHandle::destroyForcibly);
		try (Stream<Path> files = Files.walk(this.folder)) {
			files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach((file) -> file.delete());
		}
		catch (IOException | UncheckedIOException ex) {
			// Of a folder for what is temporary.
		}
	}

	/**
	 * Finds the name server of Erlang, which is nobody's child and is told by its port,
	 * which is ours alone.
	 */
	private Stream<ProcessHandle> names() {
		String variable = "ERL_EPMD_PORT=" + this.namesPort;
		return ProcessHandle.allProcesses()
			.filter((each) -> each.info().command().orElse("").endsWith("epmd"))
			.filter((each) -> {
				try {
					return List.of(Files.readString(Path.of("/proc", Long.toString(each.pid()), "environ")).split("\0"))
						.contains(variable);
				}
				catch (IOException ex) {
					return false;
				}
			});
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
