package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Who asks for an action, and why.
 *
 * @param by the name of a person or a part of the application; cut to 100 characters
 * @param reason why, or {@code null}; cut to 200 characters
 */
public record Initiator(String by, @Nullable String reason) {

	/** The application's own code. */
	public static final Initiator APPLICATION = new Initiator("application", null);

	/** The supervisor's start. */
	public static final Initiator AUTO_START = new Initiator("auto-start", null);

	/**
	 * Cuts the texts.
	 */
	public Initiator {
		by = cut(by, 100);
		reason = (reason != null) ? cut(reason, 200) : null;
	}

	private static String cut(String text, int length) {
		return (text.length() <= length) ? text : text.substring(0, length);
	}

}
