package io.atasker.supervisor;

import java.util.regex.Pattern;

/**
 * The rule for names that appear in thread names, logs and addresses.
 */
final class Names {

	private static final Pattern RULE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,59}");

	private Names() {
	}

	static String require(String kind, String name) {
		if (!RULE.matcher(name).matches()) {
			String shown = (name.length() > 60) ? name.substring(0, 60) + "..." : name;
			throw new IllegalArgumentException(
					"the name of %s must be of letters, digits, '_' and '-', at most 60, and begin with a letter or digit, but is '%s'"
						.formatted(kind, shown));
		}
		return name;
	}

}
