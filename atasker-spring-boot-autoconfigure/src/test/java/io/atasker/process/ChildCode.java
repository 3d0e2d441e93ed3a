package io.atasker.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the tests of this package run in children, some of it as no decent code would.
 */
final class ChildCode {

	private ChildCode() {
	}

	static long pid() {
		return ProcessHandle.current().pid();
	}

	static int exit(int code) {
		Runtime.getRuntime().halt(code);
		return code;
	}

	static TimeUnit unit() {
		return TimeUnit.DAYS;
	}

	static String contextLoader() {
		return String.valueOf(Thread.currentThread().getContextClassLoader() == ChildCode.class.getClassLoader());
	}

	static List<String> inputArguments() {
		return ManagementFactory.getRuntimeMXBean().getInputArguments();
	}

	/** Prints on both streams, and waits until somebody has seen it. */
	static int print(Path seen) {
		System.out.println("a line of output");
		System.err.println("a line of errors");
		await(seen);
		return 1;
	}

	/** Megabytes of anything but text, without the end of a line. */
	static int flood(int megabytes) throws IOException {
		byte[] bytes = new byte[1 << 20];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) ((i % 251 != '\n') ? i % 251 : 0);
		}
		for (OutputStream stream : List.of(System.out, System.err)) {
			for (int i = 0; i < megabytes; i++) {
				stream.write(bytes);
			}
			stream.flush();
		}
		return megabytes;
	}

	/** Sends bytes instead of an answer, and never returns. */
	static int send(CurrentRun run, byte[] bytes) throws Exception {
		socketOf(run).write(ByteBuffer.wrap(bytes));
		while (true) {
			LockSupport.park();
		}
	}

	/** Sends a part of an answer and ends. */
	static int sendAndEnd(CurrentRun run, byte[] bytes) throws Exception {
		socketOf(run).write(ByteBuffer.wrap(bytes));
		return exit(4);
	}

	/** Sends bytes when it was answered, at a sign, and gives one. */
	static long sendLater(CurrentRun run, byte[] bytes, Path go, Path done) throws Exception {
		SocketChannel socket = socketOf(run);
		Thread thread = new Thread(() -> {
			await(go);
			try {
				socket.write(ByteBuffer.wrap(bytes));
				Files.createFile(done);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		thread.start();
		return pid();
	}

	private static SocketChannel socketOf(CurrentRun run) throws ReflectiveOperationException {
		return (SocketChannel) get(FrameChannel.class, get(CurrentRun.class, run));
	}

	private static Object get(Class<?> type, Object object) throws ReflectiveOperationException {
		Field field = type.getDeclaredField("channel");
		field.setAccessible(true);
		return field.get(object);
	}

	/** As code does that is told to stop and says so. */
	static boolean tellInterrupted(CurrentRun run) {
		Thread.currentThread().interrupt();
		run.progress(0.5, "stopping");
		return Thread.interrupted();
	}

	static int waitFor(Path file) {
		await(file);
		return 1;
	}

	private static void await(Path file) {
		while (!Files.exists(file)) {
			LockSupport.parkNanos(2_000_000);
		}
	}

	/**
	 * Gives a method the run itself.
	 */
	static final class RunItself implements ChildRun.ContextMaker {

		@Override
		public Object make(ChildRun run) {
			return run;
		}

	}

}
