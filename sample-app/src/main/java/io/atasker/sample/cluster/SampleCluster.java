package io.atasker.sample.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * Runs several instances of the application on one database, each in a JVM of its own.
 * Without a {@code spring.datasource.url} the database is a file in the data folder, and
 * this process its server. An instance that ends is told of and not replaced. When this
 * process ends all instances do, however it ends.
 */
public final class SampleCluster implements AutoCloseable {

	private final ClusterOptions options;

	private final PrintStream output;

	private final List<Instance> instances = new ArrayList<>();

	private final List<CompletableFuture<Void>> addressesTold = new ArrayList<>();

	private final List<CompletableFuture<Void>> endsTold = new ArrayList<>();

	private @Nullable SharedDatabase database;

	private boolean closing;

	private SampleCluster(ClusterOptions options, PrintStream output) {
		this.options = options;
		this.output = output;
	}

	/**
	 * Starts the instances and waits until all of them have ended.
	 * @param arguments {@code --instances=2} for another number than three,
	 * {@code --server.port=9090} for another port than 8080 of the first one; all others
	 * are handed on to the instances
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static void main(String[] arguments) throws InterruptedException {
		System.exit(run(arguments));
	}

	private static int run(String[] arguments) throws InterruptedException {
		SampleCluster cluster;
		try {
			cluster = new SampleCluster(ClusterOptions.of(arguments, System::getenv), System.out);
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			return 2;
		}
		Runtime.getRuntime().addShutdownHook(new Thread(cluster::close, "stop-instances"));
		try {
			return cluster.runInstances();
		}
		catch (SQLException ex) {
			System.err.printf(
					"The database in '%s' cannot be opened. If it is in use, another cluster is running: %s%n",
					cluster.options.data().toAbsolutePath(), ex.getMessage());
			return 1;
		}
		catch (IOException ex) {
			System.err.println("The cluster cannot be started: " + ex);
			return 1;
		}
	}

	/** The first one alone: it makes the tables that the others find. */
	private int runInstances() throws IOException, SQLException, InterruptedException {
		Map<String, String> environment = openDatabase();
		Instance first = start(1, environment);
		if (first == null) {
			return 0;
		}
		if (first.port().join() < 0) {
			say("Instance 1 has ended before it was ready, see above. The others are not started.");
			return 1;
		}
		for (int number = 2; number <= this.options.instances(); number++) {
			start(number, environment);
		}
		waitForAll(this.addressesTold);
		say("Ctrl-C stops all of them. To see what happens when one dies: kill -9 and its process id.");
		waitForAll(this.endsTold);
		say("No instance is left.");
		return 1;
	}

	private synchronized Map<String, String> openDatabase() throws IOException, SQLException {
		if (this.options.databaseGiven() || this.closing) {
			return Map.of();
		}
		this.database = SharedDatabase.open(this.options.data());
		// As variables: the command line of a process can be read by everybody.
		return Map.of("SPRING_DATASOURCE_URL", this.database.url(), "SPRING_DATASOURCE_USERNAME", "sa",
				"SPRING_DATASOURCE_PASSWORD", "");
	}

	/** Returns null when nothing is started any more. */
	private synchronized @Nullable Instance start(int number, Map<String, String> environment) throws IOException {
		if (this.closing) {
			return null;
		}
		Instance instance = Instance.start(number, arguments(number), environment,
				(line) -> this.output.println("[" + number + "] " + line));
		this.instances.add(instance);
		this.addressesTold.add(instance.port().thenAccept((port) -> tellAddress(instance, port)));
		this.endsTold.add(instance.ended().thenAccept((code) -> tellEnd(instance, code)));
		return instance;
	}

	private void waitForAll(List<CompletableFuture<Void>> futures) {
		CompletableFuture<?>[] all;
		synchronized (this) {
			all = futures.toArray(CompletableFuture[]::new);
		}
		CompletableFuture.allOf(all).join();
	}

	private synchronized List<Instance> started() {
		return List.copyOf(this.instances);
	}

	private List<String> arguments(int number) {
		List<String> arguments = new ArrayList<>(List.of("--spring.profiles.active=cluster",
				"--server.port=" + freePort(this.options.port() + number - 1), "--atasker.node-id=instance-" + number,
				"--sample.data=" + this.options.data(), "--spring.main.banner-mode=off"));
		arguments.addAll(this.options.others());
		return arguments;
	}

	/** Returns 0, which is any free one, if the port is taken. */
	private int freePort(int port) {
		if (this.options.port() == 0) {
			return 0;
		}
		try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			return probe.getLocalPort();
		}
		catch (IOException ex) {
			say("Port " + port + " is taken, so another one is used.");
			return 0;
		}
	}

	private void tellAddress(Instance instance, int port) {
		if (port >= 0) {
			say("Instance %d, process %d: gallery http://127.0.0.1:%d/ workers http://127.0.0.1:%d/actuator/atasker"
				.formatted(instance.number(), instance.pid(), port, port));
		}
	}

	private void tellEnd(Instance instance, int code) {
		say("Instance %d, process %d, has ended with exit code %d.".formatted(instance.number(), instance.pid(), code));
	}

	private void say(String line) {
		this.output.println("[cluster] " + line);
	}

	@Override
	public void close() {
		SharedDatabase served;
		synchronized (this) {
			this.closing = true;
			served = this.database;
			this.database = null;
		}
		List<Instance> all = started();
		all.forEach(Instance::stop);
		try {
			for (Instance instance : all) {
				instance.await();
			}
			if (served != null) {
				served.close();
			}
		}
		catch (InterruptedException ex) {
			// The instances end by themselves, with this process.
			Thread.currentThread().interrupt();
		}
		catch (SQLException ex) {
			say("The database could not be closed: " + ex.getMessage());
		}
	}

}
