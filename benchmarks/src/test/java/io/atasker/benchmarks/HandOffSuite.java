package io.atasker.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.atasker.supervisor.Priority;

/**
 * From trigger() to running on an idle worker.
 */
final class HandOffSuite implements Suite {

	@Override
	public void run(Rounds rounds) {
		int samples = rounds.mode().pick(500, 2000, 5000);
		List<HandOff> all = List.of(new HandOff.OfPark("park and unpark", samples), new HandOff.OfQueue(samples),
				new HandOff.OfPool(samples), new HandOff.OfTrigger("atasker, trigger", Engine.ofDefaults(), samples),
				new HandOff.OfPut(samples), new HandOff.OfSubmit("atasker, submit", Priority.NORMAL, samples),
				new HandOff.OfSubmit("atasker, submit CRITICAL", Priority.CRITICAL, samples));
		measure(rounds, "hand-off", "idle", all, samples);
		all.forEach(HandOff::close);
	}

	static void measure(Rounds rounds, String figure, String parameter, List<HandOff> all, int samples) {
		Map<String, Result> results = new LinkedHashMap<>();
		List<HandOff> order = new ArrayList<>(all);
		for (int round = -2; round < rounds.mode().rounds; round++) {
			all.forEach((one) -> one.latencies.clear());
			for (int i = 0; i < samples; i++) {
				// Who comes after whom must not matter.
				Collections.shuffle(order);
				order.forEach(HandOff::sample);
			}
			if (round >= 0) {
				all.forEach(
						(one) -> one.summary()
							.forEach(
									(unit, value) -> results
										.computeIfAbsent(one.name + unit,
												(key) -> new Result(figure, parameter, one.name, unit,
														new ArrayList<>()))
										.values()
										.add(value)));
			}
		}
		results.values().forEach(rounds::add);
	}

}
