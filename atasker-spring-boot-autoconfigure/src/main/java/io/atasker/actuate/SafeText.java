package io.atasker.actuate;

import org.jspecify.annotations.Nullable;

/**
 * Text from outside in a form that can be shown and logged: bounded, on one line, without
 * characters that control a terminal or turn the direction of writing.
 */
final class SafeText {

	static final int LONGEST = 1024;

	private static final int LONGEST_QUOTE = 100;

	private static final String CUT = "...";

	private SafeText() {
	}

	static String of(String text) {
		return bounded(text, LONGEST);
	}

	static @Nullable String orNull(@Nullable String text) {
		return (text != null) ? of(text) : null;
	}

	/**
	 * Quotes a value inside a message.
	 * @param value what somebody sent
	 * @return the value in single quotes, cut to a hundred characters
	 */
	static String quoted(String value) {
		return "'" + bounded(value, LONGEST_QUOTE) + "'";
	}

	/**
	 * Names an exception by class and message.
	 * @param ex the exception, hostile ones included
	 * @return the description
	 */
	static String describe(Throwable ex) {
		String message = rawMessage(ex);
		String type = ex.getClass().getName();
		return of((message != null) ? type + ": " + message : type);
	}

	/**
	 * Returns the message of an exception, its class where it has none.
	 * @param ex the exception, hostile ones included
	 * @return the message
	 */
	static String message(Throwable ex) {
		String message = rawMessage(ex);
		return of((message != null) ? message : ex.getClass().getName());
	}

	private static @Nullable String rawMessage(Throwable ex) {
		try {
			return ex.getMessage();
		}
		catch (RuntimeException hostile) {
			return null;
		}
	}

	private static String bounded(String text, int longest) {
		StringBuilder safe = new StringBuilder(Math.min(text.length(), longest));
		int next = 0;
		while (next < text.length() && safe.length() < longest) {
			int codePoint = text.codePointAt(next);
			append(safe, codePoint);
			next += Character.charCount(codePoint);
		}
		return (next == text.length() && safe.length() <= longest) ? safe.toString() : cut(safe, longest);
	}

	private static void append(StringBuilder safe, int codePoint) {
		if (isSafe(Character.getType(codePoint))) {
			safe.appendCodePoint(codePoint);
		}
		else {
			safe.append("\\u%04x".formatted(codePoint));
		}
	}

	private static boolean isSafe(int type) {
		return switch (type) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				false;
			default -> true;
		};
	}

	private static String cut(StringBuilder safe, int longest) {
		int end = longest - CUT.length();
		safe.setLength(Character.isHighSurrogate(safe.charAt(end - 1)) ? end - 1 : end);
		return safe.append(CUT).toString();
	}

}
