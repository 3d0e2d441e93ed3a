package io.atasker.process;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Writes an exception as text, with the names of its classes, its causes and what it has
 * suppressed; no more of all that than is of use to anybody. For one exception.
 */
final class ThrownWriter {

	/** How deep causes, and what was suppressed, may be nested. */
	static final int DEEPEST = 10;

	/** How many exceptions there may be in one. */
	static final int MOST = 30;

	private static final int MOST_FRAMES = 200;

	private static final int LONGEST_MESSAGE = 10_000;

	private final Output output;

	private int written;

	private ThrownWriter(Output output) {
		this.output = output;
	}

	static void write(Throwable thrown, Output output) {
		new ThrownWriter(output).write(thrown, 0);
	}

	private void write(Throwable thrown, int depth) {
		this.written++;
		writeTypes(thrown);
		String message = messageOf(thrown);
		this.output.writeByte((message != null) ? 1 : 0);
		this.output.writeText((message != null) ? message : "");
		writeStack(thrown.getStackTrace());
		Throwable cause = causeOf(thrown);
		writeAll((cause != null) ? new Throwable[] { cause } : new Throwable[0], depth);
		writeAll(thrown.getSuppressed(), depth);
	}

	private void writeTypes(Throwable thrown) {
		List<String> types = new ArrayList<>();
		for (Class<?> type = thrown.getClass(); type != Throwable.class; type = type.getSuperclass()) {
			types.add(type.getName());
		}
		this.output.writeInt(types.size());
		types.forEach(this.output::writeText);
	}

	private void writeStack(StackTraceElement[] stack) {
		int frames = Math.min(stack.length, MOST_FRAMES);
		this.output.writeInt(frames);
		for (int i = 0; i < frames; i++) {
			this.output.writeText(stack[i].getClassName());
			this.output.writeText(stack[i].getMethodName());
			this.output.writeText((stack[i].getFileName() != null) ? stack[i].getFileName() : "");
			this.output.writeInt(stack[i].getLineNumber());
		}
	}

	/** A byte before each says that there is another one. */
	private void writeAll(Throwable[] all, int depth) {
		for (int i = 0; i < all.length && depth < DEEPEST && this.written < MOST; i++) {
			this.output.writeByte(1);
			write(all[i], depth + 1);
		}
		this.output.writeByte(0);
	}

	/** The message of a hostile exception may throw, or be of any length. */
	private static @Nullable String messageOf(Throwable thrown) {
		try {
			String message = thrown.getMessage();
			return (message != null && message.length() > LONGEST_MESSAGE) ? message.substring(0, LONGEST_MESSAGE)
					: message;
		}
		catch (Throwable ex) {
			return "its message cannot be had: " + ex.getClass().getName();
		}
	}

	private static @Nullable Throwable causeOf(Throwable thrown) {
		try {
			return thrown.getCause();
		}
		catch (Throwable ex) {
			return null;
		}
	}

}
