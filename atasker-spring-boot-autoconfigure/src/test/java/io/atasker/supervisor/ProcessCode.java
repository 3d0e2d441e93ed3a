package io.atasker.supervisor;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * What the tests run in child processes.
 */
final class ProcessCode {

	private ProcessCode() {
	}

	static Summary summary(Path path, List<Integer> numbers) {
		return new Summary(path.resolve("x"), numbers.stream().mapToInt(Integer::intValue).sum(),
				ProcessHandle.current().pid());
	}

	static long pid() {
		return ProcessHandle.current().pid();
	}

	static String fail(String message) {
		throw new IllegalStateException(message, new IOException("the cause"));
	}

	static String failStrangely() throws StrangeException {
		throw new StrangeException(1, 2);
	}

	static String exit(int code) {
		System.exit(code);
		return "";
	}

	static String killed() throws Exception {
		new ProcessBuilder("kill", "-9", String.valueOf(pid())).start().waitFor();
		new CountDownLatch(1).await();
		return "";
	}

	static int outOfMemory() {
		List<byte[]> all = new ArrayList<>();
		while (true) {
			all.add(new byte[1 << 20]);
		}
	}

	static List<String> inputArguments() {
		return ManagementFactory.getRuntimeMXBean().getInputArguments();
	}

	static int flood() {
		for (int i = 0; i < 200_000; i++) {
			System.out.println("a line that nobody reads, number " + i + " of very many that come one after the other");
		}
		return 1;
	}

	static int readInput() throws IOException {
		return System.in.read();
	}

	static Object unsendable() {
		return Thread.currentThread();
	}

	static byte[] bytes(int length) {
		return new byte[length];
	}

	static int hang(Path started) throws Exception {
		Process sleeping = new ProcessBuilder("sleep", "1000").redirectInput(ProcessBuilder.Redirect.PIPE).start();
		Files.writeString(started.resolveSibling("writing"), pid() + " " + sleeping.pid());
		Files.move(started.resolveSibling("writing"), started);
		while (true) {
			Thread.onSpinWait();
		}
	}

	static int exitWithGrandchild(Path started) throws Exception {
		Process sleeping = new ProcessBuilder("sleep", "1000").start();
		Files.writeString(started, pid() + " " + sleeping.pid());
		Runtime.getRuntime().halt(5);
		return 0;
	}

	static int waitForFile(Path file) throws Exception {
		while (!Files.exists(file)) {
			LockSupport.parkNanos(5_000_000);
		}
		return 1;
	}

	static int available(InputStream stream) throws IOException {
		return stream.available();
	}

	record Summary(Path path, int sum, long pid) {

	}

	static class StrangeException extends Exception {

		private static final long serialVersionUID = 1L;

		StrangeException(int one, int two) {
			super("strange " + one + two);
		}

	}

}
