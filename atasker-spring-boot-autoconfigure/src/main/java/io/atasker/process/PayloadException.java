package io.atasker.process;

/**
 * Thrown when a value cannot travel between the application and a child process: its type
 * has no form for that, it is too large, or what arrived is not what it should be. The
 * child is none the worse for it.
 */
public class PayloadException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int LONGEST = 200;

	/**
	 * Creates the exception.
	 * @param message which value, and what is wrong with it
	 */
	public PayloadException(String message) {
		super(message);
	}

	/**
	 * Creates the exception.
	 * @param message which value, and what is wrong with it
	 * @param cause why
	 */
	public PayloadException(String message, Throwable cause) {
		super(message, cause);
	}

	/**
	 * Returns the beginning of a text that came, which may be very long.
	 * @param text the text
	 * @return it, or its beginning with an ellipsis
	 */
	static String cut(String text) {
		return (text.length() <= LONGEST) ? text : text.substring(0, LONGEST) + "...";
	}

}
