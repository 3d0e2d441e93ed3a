package io.atasker.process;

import java.io.IOException;
import java.net.ProtocolException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * A child process, seen from the application. It is used by one thread at a time, which
 * has taken it from the {@link Children}; the others may look at it, ask it to stop, and
 * kill it.
 */
final class Child {

	/** The exit code after an OutOfMemoryError, by the option of the JVM. */
	private static final int OUT_OF_MEMORY = 3;

	/** How long the output of one without memory may take, in milliseconds. */
	private static final long OUTPUT_MILLIS = 2_000;

	private static final int SIGNALS = 128;

	private final long id;

	private final ChildProcess process;

	private final ProcessOptions options;

	private final TimeSource time;

	/** Set before it is used. */
	private @Nullable FrameChannel tasks;

	/** Set before it is used; guarded by itself. */
	private @Nullable FrameChannel control;

	/** Confined to the thread that uses it. */
	private final Map<StaticMethod, Integer> methods = new HashMap<>();

	/** Written by the thread that uses it. */
	private volatile long run;

	/** Written by the thread that uses it. */
	private volatile Phase phase;

	/**
	 * Confined to the thread that uses it: whether both ends agree on what comes next.
	 */
	private boolean inStep = true;

	private final StackLook look = new StackLook();

	private volatile long runs;

	private volatile long memory;

	/** Since when it is idle; guarded by the lock of the children. */
	long idleSince;

	Child(long id, Process process, ProcessOptions options, TimeSource time, String marker) {
		this.id = id;
		this.process = new ChildProcess(process, marker, new ChildOutput(process, this));
		this.options = options;
		this.time = time;
		this.phase = new Phase(null, null, time.instant());
	}

	void connected(FrameChannel tasks, FrameChannel control) {
		this.tasks = tasks;
		this.control = control;
	}

	ChildOutput output() {
		return this.process.output();
	}

	long pid() {
		return this.process.pid();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	void whenExited(Runnable action) {
		this.process.whenExited(action);
	}

	/** Returns what it runs, {@code null} if nothing. */
	@Nullable String task() {
		return this.phase.task();
	}

	/** Returns which child it is and what it runs, or has run last, for logs. */
	String label() {
		Phase now = this.phase;
		String task = (now.task() != null) ? now.task() : now.last();
		return "child %d, pid %d%s".formatted(this.id, pid(), (task != null) ? ", " + task : "");
	}

	ChildSnapshot snapshot() {
		Phase now = this.phase;
		return new ChildSnapshot(this.id, pid(),
				(now.task() != null) ? ChildSnapshot.State.BUSY : ChildSnapshot.State.IDLE, this.runs, this.memory,
				now.task(), now.since());
	}

	/**
	 * Returns why nobody is to use it again.
	 * @return the reason, {@code null} if it is fit for more
	 */
	@Nullable ChildEnd unfit() {
		if (!isAlive()) {
			return ChildEnd.DIED;
		}
		boolean wornOut = (this.options.maxRuns() > 0 && this.runs >= this.options.maxRuns())
				|| (this.options.maxMemory() > 0 && this.memory > this.options.maxMemory());
		return wornOut ? ChildEnd.WORN_OUT : null;
	}

	/**
	 * Returns what has become of it while nobody used it. Called by the thread that has
	 * taken it, before a run.
	 * @return why it cannot be used, {@code null} if it can
	 */
	@Nullable ChildEnd spoiled() {
		try {
			return channel().isSilent() ? null : ChildEnd.DISTRUSTED;
		}
		catch (IOException ex) {
			return ChildEnd.DIED;
		}
	}

	/**
	 * Runs something. Whatever is thrown but {@link Thrown} and {@link PayloadException}
	 * leaves the child unusable.
	 * @param call what to run
	 * @param allowed what may come back
	 * @return what it has returned
	 * @throws Thrown if the code has thrown something
	 * @throws IOException if the child is gone, or does not keep to the protocol
	 */
	@Nullable Object run(ProcessCall call, AllowedTypes allowed) throws Thrown, IOException {
		FrameChannel channel = channel();
		long number = this.run + 1;
		this.run = number;
		this.phase = new Phase(call.label(), null, this.time.instant());
		try {
			send(channel, call, number);
			call.listener().begun(pid(), () -> tell(FrameType.STOP, number));
			return receive(channel, call, number, allowed);
		}
		finally {
			this.runs++;
			this.phase = new Phase(null, call.label(), this.time.instant());
			this.look.answer(number, List.of());
		}
	}

	/**
	 * Returns whether it may be used again after a {@link PayloadException}: nothing was
	 * sent. What a child has sent and cannot be read is no reason to trust it.
	 * @return whether it is so
	 */
	boolean isInStep() {
		return this.inStep;
	}

	private FrameChannel channel() {
		FrameChannel channel = this.tasks;
		if (channel == null) {
			throw new IllegalStateException(label() + " is not connected");
		}
		return channel;
	}

	private void send(FrameChannel channel, ProcessCall call, long number) throws IOException {
		Integer known = this.methods.get(call.method());
		int method = (known != null) ? known : this.methods.size() + 1;
		if (known == null) {
			channel.add(FrameType.DEFINE, method, (output) -> {
				output.writeText(call.method().owner());
				output.writeText(call.method().name());
				output.writeText(call.method().descriptor());
				output.writeInt(call.contextParameter());
				output.writeText(call.contextMaker());
			});
		}
		try {
			channel.add(FrameType.RUN, number, (output) -> writeRun(output, method, call));
		}
		catch (PayloadException ex) {
			channel.discard();
			throw ex;
		}
		this.methods.put(call.method(), method);
		this.inStep = false;
		channel.flush();
	}

	private static void writeRun(Output output, int method, ProcessCall call) {
		output.writeInt(method);
		ValueWriter writer = new ValueWriter(output);
		int number = 0;
		for (Object argument : call.arguments()) {
			try {
				writer.write(argument);
			}
			catch (PayloadException ex) {
				throw new PayloadException(
						"argument %d of %s cannot travel: %s".formatted(number, call.method(), ex.getMessage()), ex);
			}
			number++;
		}
		if (call.contextParameter() >= 0) {
			writer.write(call.details());
		}
	}

	private @Nullable Object receive(FrameChannel channel, ProcessCall call, long number, AllowedTypes allowed)
			throws Thrown, IOException {
		while (true) {
			Frame frame = channel.read();
			if (frame.number() != number) {
				throw new ProtocolException(
						"an answer to run %d came instead of one to %d".formatted(frame.number(), number));
			}
			Input payload = frame.payload();
			switch (frame.type()) {
				case FrameType.PROGRESS ->
					call.listener().progress(Double.longBitsToDouble(payload.readLong()), payload.readText());
				case FrameType.STACK -> this.look.answer(number, payload.readText().lines().toList());
				case FrameType.RESULT -> {
					measure(payload.readLong());
					Object result = new ValueReader(payload, allowed).read();
					this.inStep = true;
					return result;
				}
				case FrameType.FAILURE -> {
					measure(payload.readLong());
					Throwable thrown = ThrownReader.read(payload, allowed.loader());
					this.inStep = true;
					throw new Thrown(thrown);
				}
				default -> throw new ProtocolException("a frame of the unknown type %d came".formatted(frame.type()));
			}
		}
	}

	/** The system knows more than the heap, but is asked only where it matters. */
	private void measure(long usedHeap) {
		long resident = (this.options.maxMemory() > 0) ? this.process.residentMemory() : 0;
		this.memory = (resident > 0) ? resident : usedHeap;
	}

	/**
	 * Finds out where its run is in its code.
	 * @param nanos how long to wait for the answer
	 * @return where
	 */
	ChildStack look(long nanos) {
		long number = this.run;
		return new ChildStack(pid(), this.look.ask(number, () -> tell(FrameType.LOOK, number), nanos));
	}

	/** On the second connection; has no effect if the run is over. */
	private void tell(byte type, long number) {
		FrameChannel channel = this.control;
		if (channel == null || this.run != number) {
			return;
		}
		synchronized (channel) {
			channel.tell(type, number, (output) -> {
			});
		}
	}

	/**
	 * Ends the process with all that it has started, once. From any thread that may wait
	 * for some milliseconds.
	 */
	void kill() {
		// Before it could end by itself, since its connections are closed.
		this.process.kill();
		if (this.tasks != null) {
			this.tasks.close();
		}
		if (this.control != null) {
			this.control.close();
		}
	}

	/**
	 * Returns what to say of a run whose child is gone, after {@link #kill()} or not.
	 * @param label what was run
	 * @param cause how that was noticed
	 * @return the exception
	 */
	ChildDiedException died(String label, Throwable cause) {
		boolean itsOwnEnd = !(cause instanceof ProtocolException);
		int code = itsOwnEnd ? this.process.exitCode() : -1;
		StringBuilder message = new StringBuilder("child process %d of '%s' ".formatted(pid(), label));
		if (code == OUT_OF_MEMORY) {
			// The line that says so may still be on its way.
			output().awaitEnd(OUTPUT_MILLIS);
		}
		List<String> lines = output().last();
		if (code == OUT_OF_MEMORY && lines.stream().anyMatch((line) -> line.contains("OutOfMemoryError"))) {
			message.append("ran out of memory")
				.append((this.options.maxHeap() > 0)
						? String.format(Locale.ROOT, ", max-heap is %,d bytes", this.options.maxHeap()) : "");
		}
		else if (code > SIGNALS) {
			message.append("was ended by signal ").append(code - SIGNALS);
		}
		else if (code >= 0) {
			message.append("ended with exit code ").append(code);
		}
		else {
			message.append(itsOwnEnd ? "is gone" : "did not keep to the protocol and was killed");
		}
		message.append(" (").append(cause.getMessage()).append(')');
		if (!lines.isEmpty()) {
			message.append("; it printed last: ").append(String.join(" | ", lines));
		}
		ChildDiedException died = new ChildDiedException(message.toString(), code);
		died.initCause(cause);
		return died;
	}

	/**
	 * What code in the child has thrown.
	 */
	static final class Thrown extends Exception {

		private static final long serialVersionUID = 1L;

		Thrown(Throwable cause) {
			super(cause);
		}

		Throwable thrown() {
			return (getCause() != null) ? getCause() : this;
		}

	}

	/**
	 * What it is doing.
	 *
	 * @param task what it runs, {@code null} if nothing
	 * @param last what it has run last, if it runs nothing
	 * @param since since when
	 */
	private record Phase(@Nullable String task, @Nullable String last, Instant since) {

	}

}
