package io.atasker.actuate;

import java.time.Duration;
import java.util.regex.Pattern;

import org.springframework.boot.convert.DurationStyle;

/**
 * Durations as Spring Boot reads them, less what is easily mistaken: bare numbers are
 * refused, since nobody expects them to be milliseconds, and negative ones.
 */
final class DurationArgument {

	private static final Duration LONGEST = Duration.ofDays(36_525);

	private static final Pattern BARE_NUMBER = Pattern.compile("[+-]?\\d+");

	private DurationArgument() {
	}

	static Duration parse(String key, String text) {
		if (BARE_NUMBER.matcher(text).matches()) {
			throw RefusedException.invalid(key + " needs a unit, such as 5s or PT5S, but is " + SafeText.quoted(text));
		}
		Duration duration = read(key, text);
		if (duration.isNegative()) {
			throw RefusedException.invalid(key + " must not be negative, but is " + SafeText.quoted(text));
		}
		if (duration.compareTo(LONGEST) > 0) {
			throw RefusedException.invalid(key + " must not be longer than 100 years, but is " + SafeText.quoted(text));
		}
		return duration;
	}

	private static Duration read(String key, String text) {
		try {
			return DurationStyle.detectAndParse(text);
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			throw RefusedException
				.invalid(key + " must be a duration, such as 5s or PT5S, but is " + SafeText.quoted(text));
		}
	}

}
