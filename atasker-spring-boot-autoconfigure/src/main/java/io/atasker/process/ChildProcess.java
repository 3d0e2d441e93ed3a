package io.atasker.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process of a child as the operating system has it, and its end with all that it has
 * started. Safe from any thread.
 */
final class ChildProcess {

	private static final Logger logger = LoggerFactory.getLogger(ChildProcess.class);

	/** How long the operating system may take to tell how a process has ended. */
	private static final long EXIT_SECONDS = 10;

	/** How long a process that was killed, and its output, may take to end. */
	private static final long PATIENCE_MILLIS = 200;

	private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");

	private final Process process;

	/** Finds what it has started. */
	private final String marker;

	private final ChildOutput output;

	private final FutureTask<Void> killing = new FutureTask<>(this::killAll, null);

	ChildProcess(Process process, String marker, ChildOutput output) {
		this.process = process;
		this.marker = marker;
		this.output = output;
	}

	ChildOutput output() {
		return this.output;
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	void whenExited(Runnable action) {
		this.process.onExit().thenRun(action);
	}

	/**
	 * Ends it with all that it has started, once: who comes second waits for that, which
	 * takes some milliseconds.
	 */
	void kill() {
		this.killing.run();
		try {
			this.killing.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			logger.warn("What child process {} has started may not have ended with it", pid(), ex.getCause());
		}
	}

	/** By the handle, which leaves what was printed to be read. */
	private void killAll() {
		List<ProcessHandle> all = this.process.descendants().toList();
		this.process.toHandle().destroyForcibly();
		all.forEach(ProcessHandle::destroyForcibly);
		try {
			this.process.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		// It starts nothing any more.
		Orphans.kill(this.marker);
		this.output.awaitEnd(PATIENCE_MILLIS);
		this.process.destroyForcibly();
	}

	/**
	 * Waits for its end.
	 * @return the exit code, -1 if it has not ended or that is not known
	 */
	int exitCode() {
		try {
			return this.process.onExit().get(EXIT_SECONDS, TimeUnit.SECONDS).exitValue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return -1;
		}
		catch (ExecutionException | TimeoutException ex) {
			return -1;
		}
	}

	/**
	 * Returns how much memory it has.
	 * @return the number of bytes, 0 where the system does not tell
	 */
	long residentMemory() {
		try (InputStream status = new FileInputStream("/proc/" + pid() + "/status")) {
			Matcher matcher = RESIDENT.matcher(new String(status.readAllBytes(), StandardCharsets.ISO_8859_1));
			return matcher.find() ? Long.parseLong(matcher.group(1)) * 1024 : 0;
		}
		catch (IOException ex) {
			// Another system.
			return 0;
		}
	}

}
