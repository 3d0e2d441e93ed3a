package io.atasker.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the rounds of one contestant came to.
 *
 * @param figure what was measured
 * @param parameter under which condition, may be empty
 * @param contestant who
 * @param unit of the values
 * @param values one per round, in the order of the rounds
 */
record Result(String figure, String parameter, String contestant, String unit, List<Double> values) {

	double median() {
		return median(this.values);
	}

	double min() {
		return this.values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
	}

	double max() {
		return this.values.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN);
	}

	/** The median of the ratios of the same rounds. */
	double ratioTo(Result other) {
		int rounds = Math.min(this.values.size(), other.values.size());
		double[] ratios = new double[rounds];
		for (int i = 0; i < rounds; i++) {
			ratios[i] = this.values.get(i) / other.values.get(i);
		}
		return median(Arrays.stream(ratios).boxed().toList());
	}

	private static double median(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		if (sorted.length == 0) {
			return Double.NaN;
		}
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	String toLine() {
		return String.join(";", this.figure, this.parameter, this.contestant, this.unit,
				this.values.stream().map(String::valueOf).collect(Collectors.joining(" ")));
	}

	static Result ofLine(String line) {
		String[] parts = line.split(";", -1);
		return new Result(parts[0], parts[1], parts[2], parts[3],
				Arrays.stream(parts[4].split(" ")).filter((text) -> !text.isEmpty()).map(Double::valueOf).toList());
	}

}
