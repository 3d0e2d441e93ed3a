package io.atasker.process;

import java.lang.reflect.Constructor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link ThrownWriter} has written, and trusts none of it. An exception is
 * made anew where that is harmless: its class is there, it is a Throwable, and has a
 * constructor that takes the message. For one exception.
 */
final class ThrownReader {

	private final Input input;

	private final ClassLoader loader;

	private int read;

	private ThrownReader(Input input, ClassLoader loader) {
		this.input = input;
		this.loader = loader;
	}

	/**
	 * Reads an exception.
	 * @param input where it is
	 * @param loader finds its class
	 * @return the exception, or a {@link ChildException} for it
	 * @throws PayloadException if it is not what it should be
	 */
	static Throwable read(Input input, ClassLoader loader) {
		return new ThrownReader(input, loader).read(0);
	}

	private Throwable read(int depth) {
		if (depth > ThrownWriter.DEEPEST || ++this.read > ThrownWriter.MOST) {
			throw new PayloadException("an exception has more than %d others in it, or nested more than %d deep"
				.formatted(ThrownWriter.MOST, ThrownWriter.DEEPEST));
		}
		List<String> types = readTypes();
		boolean hasMessage = this.input.readByte() != 0;
		String text = this.input.readText();
		StackTraceElement[] stack = readStack();
		List<Throwable> causes = readAll(depth);
		List<Throwable> suppressed = readAll(depth);
		Throwable thrown = create(types, hasMessage ? text : null);
		thrown.setStackTrace(stack);
		if (!causes.isEmpty() && thrown.getCause() == null) {
			tryCause(thrown, causes.get(0));
		}
		suppressed.forEach(thrown::addSuppressed);
		return thrown;
	}

	private List<String> readTypes() {
		int count = this.input.readCount(4);
		List<String> types = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			types.add(this.input.readText());
		}
		return types;
	}

	private StackTraceElement[] readStack() {
		StackTraceElement[] stack = new StackTraceElement[this.input.readCount(16)];
		for (int i = 0; i < stack.length; i++) {
			String owner = this.input.readText();
			String method = this.input.readText();
			String file = this.input.readText();
			stack[i] = new StackTraceElement(owner, method, file.isEmpty() ? null : file, this.input.readInt());
		}
		return stack;
	}

	private List<Throwable> readAll(int depth) {
		List<Throwable> all = new ArrayList<>(1);
		while (this.input.readByte() != 0) {
			all.add(read(depth + 1));
		}
		return all;
	}

	private static void tryCause(Throwable thrown, Throwable cause) {
		try {
			thrown.initCause(cause);
		}
		catch (IllegalStateException ex) {
			thrown.addSuppressed(cause);
		}
	}

	private Throwable create(List<String> types, @Nullable String message) {
		if (!types.isEmpty()) {
			try {
				Class<?> type = Class.forName(types.get(0), false, this.loader);
				if (Throwable.class.isAssignableFrom(type)) {
					Throwable made = create(type.asSubclass(Throwable.class), message);
					if (made != null && Objects.equals(made.getMessage(), message)) {
						return made;
					}
				}
			}
			catch (ReflectiveOperationException | LinkageError | RuntimeException ex) {
				// It goes by its names then.
			}
		}
		return new ChildException(types.isEmpty() ? Throwable.class.getName() : types.get(0), types, message);
	}

	private static @Nullable Throwable create(Class<? extends Throwable> type, @Nullable String message)
			throws ReflectiveOperationException {
		for (Constructor<?> constructor : type.getConstructors()) {
			Class<?>[] parameters = constructor.getParameterTypes();
			if (parameters.length == 1 && (parameters[0] == String.class || parameters[0] == Object.class)) {
				return (Throwable) constructor.newInstance(message);
			}
		}
		return (message == null) ? type.getConstructor().newInstance() : null;
	}

}
