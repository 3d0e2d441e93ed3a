package io.atasker.annotation;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Finds the names that may have been meant.
 */
final class NearestNames {

	private static final int SHOWN = 5;

	private NearestNames() {
	}

	/**
	 * Advises somebody who used a name that there is not.
	 * @param wanted the name
	 * @param known the names that there are
	 * @return a sentence with the nearest ones, without a full stop
	 */
	static String advice(String wanted, Collection<String> known) {
		if (known.isEmpty()) {
			return "There are none";
		}
		List<String> nearest = known.stream()
			.distinct()
			.sorted(Comparator.comparingInt((String name) -> distance(wanted, name)).thenComparing(name -> name))
			.limit(SHOWN)
			.toList();
		return "The nearest names are " + String.join(", ", nearest);
	}

	/**
	 * How many letters have to be changed, added or removed.
	 */
	private static int distance(String one, String other) {
		String to = other.toLowerCase(Locale.ROOT);
		int[] row = new int[to.length() + 1];
		for (int j = 0; j < row.length; j++) {
			row[j] = j;
		}
		for (char letter : one.toLowerCase(Locale.ROOT).toCharArray()) {
			int diagonal = row[0]++;
			for (int j = 1; j < row.length; j++) {
				int replaced = diagonal + ((to.charAt(j - 1) == letter) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[row.length - 1];
	}

}
