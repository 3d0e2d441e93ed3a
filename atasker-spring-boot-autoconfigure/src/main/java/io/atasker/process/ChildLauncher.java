package io.atasker.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * Starts children and waits until they are connected.
 */
final class ChildLauncher {

	private final ProcessOptions options;

	private final TimeSource time;

	private final Timers timers;

	private final BiFunction<String, Runnable, Thread> threads;

	private final Supplier<Secret> secrets;

	private final AtomicLong number = new AtomicLong();

	private final Set<Launch> underWay = ConcurrentHashMap.newKeySet();

	/**
	 * Makes a launcher.
	 * @param options how children are started
	 * @param time the clocks
	 * @param timers the timers
	 * @param threads makes daemon threads, given the end of their names
	 * @param secrets makes a secret for each child
	 */
	ChildLauncher(ProcessOptions options, TimeSource time, Timers timers, BiFunction<String, Runnable, Thread> threads,
			Supplier<Secret> secrets) {
		this.options = options;
		this.time = time;
		this.timers = timers;
		this.threads = threads;
		this.secrets = secrets;
	}

	/**
	 * Starts a child. Takes as long as a JVM takes to start.
	 * @param wanted whether it still is
	 * @return the child, ready to run something
	 * @throws IOException if it does not start, or not in time
	 * @throws ChildSource.AbandonedException if it is not wanted any more
	 */
	Child launch(BooleanSupplier wanted) throws IOException, ChildSource.AbandonedException {
		Secret secret = this.secrets.get();
		try (Rendezvous rendezvous = Rendezvous.open(secret)) {
			Launch launch = new Launch(rendezvous);
			Timer deadline = Timer.of(launch::end);
			this.timers.schedule(deadline, this.time.deadlineAfter(this.options.spawnTimeout()));
			this.underWay.add(launch);
			try {
				// Now that it would be told, it asks whether it has been too late for
				// that.
				if (!wanted.getAsBoolean()) {
					throw new ChildSource.AbandonedException();
				}
				return launch.child(secret);
			}
			catch (IOException | RuntimeException ex) {
				if (launch.abandoned) {
					throw new ChildSource.AbandonedException();
				}
				throw new IOException(launch.problem(ex), ex);
			}
			finally {
				this.underWay.remove(launch);
				this.timers.cancel(deadline);
			}
		}
	}

	/** Ends the starts that are under way: their children are killed at once. */
	void abandon() {
		this.underWay.forEach(Launch::abandon);
	}

	/**
	 * The start of one child, and the end of the wait for it.
	 */
	private final class Launch {

		private final Rendezvous rendezvous;

		private @Nullable Child child;

		private volatile boolean late;

		private volatile boolean abandoned;

		Launch(Rendezvous rendezvous) {
			this.rendezvous = rendezvous;
		}

		/** The time is over. */
		void end() {
			this.late = true;
			this.rendezvous.close();
		}

		/** Nobody wants the child any more. */
		void abandon() {
			this.abandoned = true;
			this.rendezvous.close();
		}

		Child child(Secret secret) throws IOException {
			Child started = start(secret);
			this.child = started;
			try {
				Map<Byte, SocketChannel> connections = this.rendezvous.await();
				started.connected(channel(connections, Handshake.TASKS), channel(connections, Handshake.CONTROL));
				return started;
			}
			catch (Throwable ex) {
				started.kill();
				throw ex;
			}
		}

		private FrameChannel channel(Map<Byte, SocketChannel> connections, byte role) {
			return new FrameChannel(Objects.requireNonNull(connections.get(role)),
					ChildLauncher.this.options.maxPayload());
		}

		private Child start(Secret secret) throws IOException {
			ProcessOptions options = ChildLauncher.this.options;
			ProcessBuilder builder = new ProcessBuilder();
			CommandLine.withoutPorts(builder.environment());
			builder.command(CommandLine.of(options, builder.environment(), this.rendezvous.arguments()));
			String marker = HexFormat.of().formatHex(Secret.random());
			builder.environment().put(Orphans.VARIABLE, marker);
			String address = this.rendezvous.address();
			Process process = builder.start();
			try {
				long id = ChildLauncher.this.number.incrementAndGet();
				Child started = new Child(id, process, options, ChildLauncher.this.time, marker);
				started.output().start(id, ChildLauncher.this.time, ChildLauncher.this.threads);
				process.onExit().thenRun(this.rendezvous::close);
				tell(process, address, secret);
				return started;
			}
			catch (Throwable ex) {
				// Nobody else knows of it yet; where threads are short it would be one
				// more.
				process.destroyForcibly();
				throw ex;
			}
		}

		/** On its standard input, which nobody else sees. */
		private void tell(Process process, String address, Secret secret) {
			ProcessOptions options = ChildLauncher.this.options;
			List<String> lines = List.of(address, secret.text(), "" + options.maxPayload(),
					"" + options.spawnTimeout().toMillis());
			try (OutputStream input = process.getOutputStream()) {
				input.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
			}
			catch (IOException ex) {
				// It has ended already, which is told better elsewhere.
			}
		}

		String problem(Exception ex) {
			Child started = this.child;
			List<String> printed = (started != null) ? started.output().last() : List.of();
			String why;
			if (this.late) {
				why = "it was not ready within %s, the spawn-timeout"
					.formatted(ChildLauncher.this.options.spawnTimeout());
			}
			else {
				why = (started != null && !started.isAlive()) ? "it ended before it was ready" : String.valueOf(ex);
			}
			return "a child process could not be started: " + why
					+ (printed.isEmpty() ? "" : "; it printed: " + String.join(" | ", printed));
		}

	}

}
