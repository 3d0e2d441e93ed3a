package io.atasker.sample.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One instance of the application, in a JVM of its own. Safe from any thread.
 */
final class Instance {

	/** A bit longer than it gives itself. */
	private static final int SECONDS_TO_STOP = 45;

	private final int number;

	private final Process process;

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private final CompletableFuture<Integer> ended;

	private Instance(int number, Process process, Consumer<String> output) {
		this.number = number;
		this.process = process;
		Thread reader = new Thread(() -> read(output), "output-of-" + number);
		reader.setDaemon(true);
		reader.start();
		this.ended = process.onExit().thenApply(Process::exitValue);
		this.ended.thenRun(() -> this.port.complete(-1));
	}

	/**
	 * Starts an instance with the class path of this JVM.
	 * @param number its number among the instances, from 1
	 * @param arguments the arguments of the application
	 * @param environment environment variables that it has in addition
	 * @param output takes what it prints, line by line, on another thread
	 */
	static Instance start(int number, List<String> arguments, Map<String, String> environment, Consumer<String> output)
			throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						InstanceMain.class.getName()));
		command.addAll(arguments);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
		builder.environment().putAll(environment);
		return new Instance(number, builder.start(), output);
	}

	int number() {
		return this.number;
	}

	long pid() {
		return this.process.pid();
	}

	/** Completes with the port that it listens on, with -1 if it ends before it does. */
	CompletableFuture<Integer> port() {
		return this.port.copy();
	}

	/** Completes with the exit code when the process has ended. */
	CompletableFuture<Integer> ended() {
		return this.ended.copy();
	}

	private void read(Consumer<String> output) {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			String line = lines.readLine();
			while (line != null) {
				if (line.startsWith(InstanceMain.LISTENS)) {
					this.port.complete(Integer.parseInt(line.substring(InstanceMain.LISTENS.length())));
				}
				else {
					output.accept(line);
				}
				line = lines.readLine();
			}
		}
		catch (IOException ex) {
			// It was killed; that it has ended is told elsewhere.
		}
	}

	/** Asks it to end: it goes with its input. */
	void stop() {
		try (OutputStream input = this.process.getOutputStream()) {
			input.flush();
		}
		catch (IOException ex) {
			if (this.process.isAlive()) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/** Waits until it has ended, and kills it if it does not. */
	void await() throws InterruptedException {
		try {
			this.ended.get(SECONDS_TO_STOP, TimeUnit.SECONDS);
		}
		catch (TimeoutException | java.util.concurrent.ExecutionException ex) {
			this.process.destroyForcibly().waitFor();
		}
	}

}
