package io.atasker.queue;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * An item that is not tried again, because its attempts are used up or it can never
 * succeed.
 *
 * @param id names the letter among those of its queue
 * @param item the item
 * @param attempts how many times it was tried
 * @param at when it was given up
 * @param error what went wrong the last time, cut off after {@value #LONGEST_ERROR}
 * characters
 * @param <T> the type of the item
 */
public record DeadLetter<T>(String id, T item, int attempts, Instant at, String error) {

	/** The length that the text of an error is cut to. */
	public static final int LONGEST_ERROR = 1024;

	/**
	 * Creates a dead letter.
	 */
	public DeadLetter {
		error = bounded(error);
	}

	/**
	 * Describes what was thrown, in bounded length, so that nobody needs to keep the
	 * exception and all that it holds.
	 * @param error what was thrown, if anything
	 * @return class and message
	 */
	public static String describe(@Nullable Throwable error) {
		if (error == null) {
			return "";
		}
		try {
			return bounded(error.toString());
		}
		catch (Throwable ex) {
			// a hostile exception, or one whose causes go round
			return bounded(error.getClass().getName());
		}
	}

	private static String bounded(String text) {
		if (text.length() <= LONGEST_ERROR) {
			return text;
		}
		int end = Character.isHighSurrogate(text.charAt(LONGEST_ERROR - 1)) ? LONGEST_ERROR - 1 : LONGEST_ERROR;
		return text.substring(0, end);
	}

}
