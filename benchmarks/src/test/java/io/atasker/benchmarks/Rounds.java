package io.atasker.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets contestants take turns, and keeps what comes of it. Each round measures everyone
 * once, every other round in the opposite order, so that what disturbs the machine
 * disturbs all alike.
 */
final class Rounds {

	private final Mode mode;

	/** Only those whose name matches this take part, for a profiler. */
	private final String only = System.getProperty("bench.only", ".*");

	private final List<Result> results = new ArrayList<>();

	Rounds(Mode mode) {
		this.mode = mode;
	}

	Mode mode() {
		return this.mode;
	}

	List<Result> results() {
		return this.results;
	}

	/** Returns whether a contestant is among those that were asked for. */
	boolean takesPart(String contestant) {
		return contestant.matches(this.only);
	}

	void measure(String figure, String parameter, List<? extends Contestant> contestants) throws Exception {
		measure(figure, parameter, contestants, 2, this.mode.rounds);
	}

	void measure(String figure, String parameter, List<? extends Contestant> contestants, int warmUps, int rounds)
			throws Exception {
		Map<String, Result> values = new LinkedHashMap<>();
		List<Contestant> order = new ArrayList<>(contestants);
		order.removeIf((contestant) -> !takesPart(contestant.name()));
		for (int round = -warmUps; round < rounds; round++) {
			Collections.reverse(order);
			for (Contestant contestant : order) {
				Map<String, Double> measured = contestant.round();
				if (round >= 0) {
					measured.forEach(
							(unit, value) -> values
								.computeIfAbsent(contestant.name() + unit,
										(key) -> new Result(figure, parameter, contestant.name(), unit,
												new ArrayList<>()))
								.values()
								.add(value));
				}
			}
		}
		for (Contestant contestant : contestants) {
			contestant.close();
		}
		for (Contestant contestant : contestants) {
			values.values()
				.stream()
				.filter((result) -> result.contestant().equals(contestant.name()))
				.forEach(this::add);
		}
	}

	/** Keeps one more value of what is measured now and then. */
	void addTo(String figure, String parameter, String contestant, String unit, double value) {
		for (Result result : this.results) {
			if (result.figure().equals(figure) && result.parameter().equals(parameter)
					&& result.contestant().equals(contestant) && result.unit().equals(unit)) {
				result.values().add(value);
				print(result);
				return;
			}
		}
		add(new Result(figure, parameter, contestant, unit, new ArrayList<>(List.of(value))));
	}

	/** Keeps what was measured elsewhere. */
	void add(Result result) {
		this.results.add(result);
		print(result);
	}

	private static void print(Result result) {
		System.out.printf("  %-28s %-22s %-40s %16s %s (%s .. %s)%n", result.figure(), result.parameter(),
				result.contestant(), Numbers.text(result.median()), result.unit(), Numbers.text(result.min()),
				Numbers.text(result.max()));
	}

}
