package io.atasker.benchmarks;

import java.util.Locale;

/**
 * Numbers as people read them.
 */
final class Numbers {

	private Numbers() {
	}

	static String text(double value) {
		double size = Math.abs(value);
		if (Double.isNaN(value)) {
			return "";
		}
		if (size >= 1_000_000) {
			return number(value / 1_000_000) + " M";
		}
		if (size >= 10_000) {
			return number(value / 1_000) + " k";
		}
		return number(value);
	}

	private static String number(double value) {
		double size = Math.abs(value);
		String format = (size >= 100) ? "%.0f" : (size >= 10) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

}
