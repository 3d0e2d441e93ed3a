package io.atasker.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * 100 000 that run now and then: what they take while they wait, to begin, and to run.
 */
final class ManySuite implements Suite {

	static final int MANY = 100_000;

	/** Who takes longer for what was to be done by then does not keep up. */
	private static final Duration LATE = Duration.ofSeconds(60);

	@Override
	public void run(Rounds rounds) throws Exception {
		Mode mode = rounds.mode();
		int count = mode.pick(MANY / 5, MANY, MANY);
		Duration interval = Duration.ofSeconds(mode.pick(3, 10, 10));
		int times = mode.pick(1, 1, 3);
		if (mode != Mode.QUICK) {
			// They keep what they have to do in a store, and are not made for so many.
			measure(rounds, new Many.OfJobRunr(), 100, interval, times);
			measure(rounds, new Many.OfQuartz(), count / 10, interval, times);
		}
		List<Callable<Many>> main = new ArrayList<>(
				List.of(() -> new Many.OfWorkers("atasker", 20), Many.OfScheduledPool::new));
		for (int round = 0; round < mode.pick(1, 2, 5); round++) {
			for (Callable<Many> many : main) {
				measure(rounds, many.call(), count, interval, times);
			}
			Collections.reverse(main);
		}
		if (mode == Mode.FULL) {
			measure(rounds, new Many.OfWorkers("atasker, no history", 0), count, interval, times);
			measure(rounds, new Many.OfSpring(), count, interval, times);
		}
	}

	private static void measure(Rounds rounds, Many many, int count, Duration interval, int times) throws Exception {
		if (!rounds.takesPart(many.name())) {
			many.close();
			return;
		}
		String parameter = count + " every " + interval.toSeconds() + " s";
		LongAdder runs = new LongAdder();
		long empty = Allocation.live();
		long start = System.nanoTime();
		many.start(count, interval, runs::increment);
		double millis = (System.nanoTime() - start) / 1e6;
		double waiting = (Allocation.live() - empty) / (double) count;
		await(many, runs, count, interval);
		long allocated = Allocation.bytes();
		long processor = Allocation.processorTime();
		await(many, runs, (long) count * (1 + times), interval.multipliedBy(times));
		double used = (Allocation.processorTime() - processor) / 1e3 / ((double) count * times);
		double perRun = (Allocation.bytes() - allocated) / ((double) count * times);
		double after = (Allocation.live() - empty) / (double) count;
		many.close();
		add(rounds, parameter, many.name(), "ms to register and start", millis);
		add(rounds, parameter, many.name(), "B/worker, not run yet", waiting);
		add(rounds, parameter, many.name(), "B/worker, after runs", after);
		add(rounds, parameter, many.name(), "us of CPU/run", used);
		add(rounds, parameter, many.name(), "B/run", perRun);
	}

	/** One result for all rounds. */
	private static void add(Rounds rounds, String parameter, String contestant, String unit, double value) {
		rounds.addTo("many", parameter, contestant, unit, value);
	}

	private static void await(Many many, LongAdder runs, long count, Duration planned) {
		long end = System.nanoTime() + planned.plus(LATE).toNanos();
		while (runs.sum() < count) {
			if (System.nanoTime() - end > 0) {
				throw new IllegalStateException(
						"%s has done only %d of %d runs that were to be done within %s, %s after that"
							.formatted(many.name(), runs.sum(), count, planned, LATE));
			}
			LockSupport.parkNanos(20_000_000);
		}
	}

	/**
	 * The heap of the same workers, minute by minute.
	 */
	static final class Flat implements Suite {

		@Override
		public void run(Rounds rounds) throws Exception {
			int minutes = rounds.mode().pick(1, 3, 10);
			LongAdder runs = new LongAdder();
			long empty = Allocation.live();
			Many many = new Many.OfWorkers("atasker", 20);
			Duration interval = Duration.ofSeconds(10);
			many.start(MANY, interval, runs::increment);
			await(many, runs, MANY, interval);
			for (int minute = 0; minute <= minutes; minute++) {
				long next = System.nanoTime() + 60_000_000_000L;
				rounds.addTo("many, minute by minute", String.valueOf(minute), "atasker", "B/worker, after runs",
						(Allocation.live() - empty) / (double) MANY);
				while (minute < minutes && System.nanoTime() < next) {
					LockSupport.parkNanos(100_000_000);
				}
			}
			many.close();
		}

	}

}
