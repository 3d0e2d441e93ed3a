package io.atasker.worker;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules of worker names.
 */
public final class WorkerName {

	private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}");

	private static final int NEAREST = 3;

	private WorkerName() {
	}

	/**
	 * Returns whether a name is legal: a letter or digit, then up to 59 letters, digits,
	 * underscores and hyphens.
	 * @param name the name
	 * @return whether it is legal
	 */
	public static boolean isLegal(String name) {
		return LEGAL.matcher(name).matches();
	}

	/**
	 * Returns the form in which names are compared: in lower case, letters and digits
	 * only.
	 * @param name the name
	 * @return the uniform name
	 */
	public static String uniform(String name) {
		String lower = name.toLowerCase(Locale.ROOT);
		StringBuilder uniform = new StringBuilder(lower.length());
		for (int i = 0; i < lower.length(); i++) {
			char c = lower.charAt(i);
			if (Character.isLetterOrDigit(c)) {
				uniform.append(c);
			}
		}
		// Not a second text where it is the name itself.
		return (uniform.length() == lower.length()) ? lower : uniform.toString();
	}

	/**
	 * Returns the names that are most like a given one, for error messages.
	 * @param name the name that was not found
	 * @param known all names that there are
	 * @return the nearest, at most three, the nearest first
	 */
	public static List<String> nearest(String name, Collection<String> known) {
		String wanted = uniform(name.substring(0, Math.min(name.length(), 100)));
		return known.stream()
			.sorted(Comparator.comparingInt((candidate) -> distance(wanted, uniform(candidate))))
			.limit(NEAREST)
			.toList();
	}

	/** How many characters must be changed to make one of the other (Levenshtein). */
	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
