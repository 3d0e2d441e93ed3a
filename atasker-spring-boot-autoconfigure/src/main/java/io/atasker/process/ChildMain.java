package io.atasker.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The main class of a child process. Its main thread runs what the application asks for,
 * one after the other; another one waits for requests to stop or to tell where the run
 * is, and ends the process with all that it has started when the application is gone.
 */
public final class ChildMain {

	private final FrameChannel tasks;

	private final FrameChannel control;

	private final ClassLoader loader;

	/** Confined to the main thread. */
	private final Map<Integer, DefinedMethod> methods = new HashMap<>();

	private volatile @Nullable CurrentRun current;

	private ChildMain(FrameChannel tasks, FrameChannel control, ClassLoader loader) {
		this.tasks = tasks;
		this.control = control;
		this.loader = loader;
	}

	/**
	 * Runs until the application closes the connection. What it needs to know stands in
	 * the first lines of the standard input.
	 * @param args none
	 * @throws IOException if the application cannot be reached
	 */
	public static void main(String[] args) throws IOException {
		BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		String address = Objects.requireNonNull(input.readLine());
		Secret secret = Secret.of(Objects.requireNonNull(input.readLine()));
		int maxPayload = Integer.parseInt(input.readLine());
		long patience = Long.parseLong(input.readLine());
		System.in.close();
		System.setIn(InputStream.nullInputStream());
		Thread main = Thread.currentThread();
		CompletableFuture<ChildMain> connected = new CompletableFuture<>();
		Thread watch = new Thread(() -> watch(connected, patience, main), "atasker-child-control");
		watch.setDaemon(true);
		watch.start();
		FrameChannel tasks = new FrameChannel(Handshake.connect(address, secret, Handshake.TASKS), maxPayload);
		FrameChannel control = new FrameChannel(Handshake.connect(address, secret, Handshake.CONTROL), maxPayload);
		ChildMain child = new ChildMain(tasks, control, main.getContextClassLoader());
		connected.complete(child);
		child.warmUp();
		child.serve();
	}

	/** The application takes this child for ready meanwhile, and may have sent a run. */
	private void warmUp() {
		try {
			WarmUp.run(new CurrentRun(0, this.tasks), this.loader);
		}
		catch (Throwable ex) {
			// The first run will meet the same, and its caller is told.
		}
	}

	/** Ends the process when the application is gone, or never answers. */
	private static void watch(CompletableFuture<ChildMain> connected, long patience, Thread main) {
		try {
			connected.get(patience, TimeUnit.MILLISECONDS).heed(main);
		}
		catch (Throwable ex) {
			end();
		}
	}

	private void heed(Thread main) throws IOException {
		while (true) {
			Frame frame = this.control.read();
			CurrentRun run = this.current;
			if (run != null && run.number() == frame.number()) {
				control(frame.type(), run, main);
			}
		}
	}

	private static void control(byte type, CurrentRun run, Thread main) {
		if (type == FrameType.STOP) {
			run.stop();
		}
		else if (type == FrameType.LOOK) {
			try {
				run.tellStack(main);
			}
			catch (PayloadException ex) {
				// Who asks goes without.
			}
		}
	}

	/** Without shutdown hooks: nobody waits for what they do. */
	private static void end() {
		ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
		Runtime.getRuntime().halt(0);
	}

	private void serve() {
		try {
			while (true) {
				Frame frame = this.tasks.read();
				if (frame.type() == FrameType.DEFINE) {
					this.methods.put((int) frame.number(), DefinedMethod.read(frame.payload(), this.loader));
				}
				else {
					run(frame);
				}
			}
		}
		catch (Throwable ex) {
			// The application is gone; or an answer could not be given, which must not be
			// waited for.
			if (!(ex instanceof IOException)) {
				Thread thread = Thread.currentThread();
				thread.getUncaughtExceptionHandler().uncaughtException(thread, ex);
			}
			end();
		}
	}

	private void run(Frame frame) throws IOException {
		long number = frame.number();
		CurrentRun run = new CurrentRun(number, this.tasks);
		this.current = run;
		Object result = null;
		Throwable thrown = null;
		try {
			DefinedMethod method = Objects.requireNonNull(this.methods.get(frame.payload().readInt()));
			ValueReader reader = new ValueReader(frame.payload(), AllowedTypes.all(this.loader));
			result = method.call(reader, run);
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		finally {
			this.current = null;
			run.end();
			Thread.interrupted();
			Thread.currentThread().setContextClassLoader(this.loader);
		}
		answer(number, result, thrown);
	}

	private void answer(long number, @Nullable Object result, @Nullable Throwable thrown) throws IOException {
		synchronized (this.tasks) {
			Throwable failure = (thrown != null) ? thrown : addResult(number, result);
			if (failure != null) {
				addFailure(number, failure);
			}
			this.tasks.flush();
		}
	}

	/** Returns why it cannot be answered with that, {@code null} if it can. */
	private @Nullable Throwable addResult(long number, @Nullable Object result) {
		try {
			this.tasks.add(FrameType.RESULT, number, (output) -> {
				output.writeLong(usedHeap());
				new ValueWriter(output).write(result);
			});
			return null;
		}
		catch (PayloadException ex) {
			return new PayloadException("the result cannot travel: " + ex.getMessage(), ex);
		}
		catch (RuntimeException | StackOverflowError ex) {
			return ex;
		}
	}

	private void addFailure(long number, Throwable failure) {
		try {
			this.tasks.add(FrameType.FAILURE, number, (output) -> {
				output.writeLong(usedHeap());
				ThrownWriter.write(failure, output);
			});
		}
		catch (PayloadException ex) {
			PayloadException brief = new PayloadException(
					"what it has thrown cannot travel, a " + failure.getClass().getName());
			brief.setStackTrace(new StackTraceElement[0]);
			this.tasks.add(FrameType.FAILURE, number, (output) -> {
				output.writeLong(usedHeap());
				ThrownWriter.write(brief, output);
			});
		}
	}

	private static long usedHeap() {
		Runtime runtime = Runtime.getRuntime();
		return runtime.totalMemory() - runtime.freeMemory();
	}

}
