package io.atasker.annotation;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Pattern;

import org.springframework.boot.convert.DurationStyle;

/**
 * Durations as text: what Spring Boot reads, with a unit. A bare number, which Spring
 * Boot takes for milliseconds, is refused.
 */
final class DurationText {

	static final String REMEDY = "Write a number and a unit, such as 500ms, 5s, 2m, 1h or 1d, or ISO-8601 such as PT1M30S";

	private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?\\d+");

	/** The longest duration that is taken: 100 years. */
	private static final Duration LONGEST = Duration.ofDays(36_525);

	private DurationText() {
	}

	/**
	 * Reads a duration that may be zero.
	 * @param text the text
	 * @return the duration
	 * @throws IllegalArgumentException saying what is wrong
	 */
	static Duration read(String text) {
		if (BARE_NUMBER.matcher(text).matches()) {
			throw new IllegalArgumentException("it has no unit");
		}
		Duration duration = parse(text);
		if (duration.isNegative()) {
			throw new IllegalArgumentException("it is negative");
		}
		if (duration.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("it is longer than 100 years");
		}
		return duration;
	}

	/**
	 * Reads a duration that must not be zero.
	 * @param text the text
	 * @return the duration
	 * @throws IllegalArgumentException saying what is wrong
	 */
	static Duration readPositive(String text) {
		Duration duration = read(text);
		if (duration.isZero()) {
			throw new IllegalArgumentException("it is zero");
		}
		return duration;
	}

	private static Duration parse(String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException | ArithmeticException | DateTimeException ex) {
			throw new IllegalArgumentException("it is no duration", ex);
		}
	}

}
