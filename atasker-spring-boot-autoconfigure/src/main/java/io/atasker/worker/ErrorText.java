package io.atasker.worker;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Texts of exceptions that are safe to keep, to show and to log: of bounded length,
 * without control characters, and also where the exception itself does not behave.
 */
final class ErrorText {

	private static final int LONGEST = 1024;

	private static final int DEEPEST_CAUSE = 8;

	private ErrorText() {
	}

	/**
	 * Returns the message.
	 * @param thrown the exception
	 * @return its message, or {@code null} if it has none
	 */
	static @Nullable String message(Throwable thrown) {
		try {
			String message = thrown.getMessage();
			return (message != null) ? clean(message) : null;
		}
		catch (Throwable ex) {
			return "(its getMessage() throws " + ex.getClass().getName() + ")";
		}
	}

	/**
	 * Cuts a text and replaces its control characters.
	 * @param text the text
	 * @return the clean text
	 */
	static String clean(String text) {
		String cut = (text.length() <= LONGEST) ? text : text.substring(0, LONGEST - 1) + "\u2026";
		if (cut.chars().noneMatch(ErrorText::isControl)) {
			return cut;
		}
		StringBuilder clean = new StringBuilder(cut.length());
		cut.chars().forEach((c) -> clean.append(isControl(c) ? ' ' : (char) c));
		return clean.toString();
	}

	private static boolean isControl(int c) {
		return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
	}

	/**
	 * Returns an exception that is safe to give to a logger: the same one where it is.
	 * @param thrown the exception
	 * @return the same, or a copy of its stack with clean messages
	 */
	static Throwable loggable(Throwable thrown) {
		Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		return isBenign(thrown, seen) ? thrown : Copy.of(thrown, 0);
	}

	private static boolean isBenign(Throwable thrown, Set<Throwable> seen) {
		Throwable cause = thrown;
		while (cause != null) {
			if (!seen.add(cause) || seen.size() > DEEPEST_CAUSE || cause.getSuppressed().length > 0) {
				return false;
			}
			try {
				String message = cause.getMessage();
				if (message != null && !message.equals(clean(message))) {
					return false;
				}
				cause = cause.getCause();
			}
			catch (Throwable ex) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the cause.
	 * @param thrown the exception
	 * @return its cause, {@code null} if it has none or does not say
	 */
	static @Nullable Throwable cause(Throwable thrown) {
		try {
			return thrown.getCause();
		}
		catch (Throwable ex) {
			return null;
		}
	}

	/** The stack of an exception under a clean message. */
	private static final class Copy extends Throwable {

		private static final long serialVersionUID = 1L;

		private final String text;

		private Copy(String text, @Nullable Throwable cause) {
			super(text, cause, false, true);
			this.text = text;
		}

		static Copy of(Throwable thrown, int depth) {
			String message = message(thrown);
			String text = thrown.getClass().getName() + ((message != null) ? ": " + message : "");
			Throwable cause = (depth < DEEPEST_CAUSE) ? cause(thrown) : null;
			Copy copy = new Copy(text, (cause != null) ? of(cause, depth + 1) : null);
			copy.setStackTrace(thrown.getStackTrace());
			return copy;
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

}
