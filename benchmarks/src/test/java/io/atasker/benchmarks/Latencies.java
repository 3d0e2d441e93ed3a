package io.atasker.benchmarks;

import java.util.Arrays;
import java.util.Map;

/**
 * Times from one event to another.
 */
final class Latencies {

	private final long[] nanos;

	private int count;

	Latencies(int size) {
		this.nanos = new long[size];
	}

	void add(long value) {
		this.nanos[this.count++] = value;
	}

	void clear() {
		this.count = 0;
	}

	double percentile(double percent) {
		long[] sorted = Arrays.copyOf(this.nanos, this.count);
		Arrays.sort(sorted);
		return sorted[Math.min(this.count - 1, (int) (this.count * percent / 100))];
	}

	Map<String, Double> summary() {
		return Map.of("ns p50", percentile(50), "ns p99", percentile(99));
	}

}
