package io.atasker.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * 100 000 that run now and then: what they take while they wait, to begin, and to run.
 */
final class ManySuite implements Suite {

	static final int MANY = 100_000;

	@Override
	public void run(Rounds rounds) throws Exception {
		Mode mode = rounds.mode();
		if (mode == Mode.QUICK) {
			measure(rounds, new Many.OfWorkers("atasker", 20), MANY / 5, Duration.ofSeconds(3), 1);
			measure(rounds, new Many.OfScheduledPool(), MANY / 5, Duration.ofSeconds(3), 1);
			return;
		}
		Duration interval = Duration.ofSeconds(10);
		int times = mode.pick(1, 2, 3);
		for (int round = 0; round < 3; round++) {
			for (Many many : List.of(new Many.OfWorkers("atasker", 20), new Many.OfWorkers("atasker, no history", 0),
					new Many.OfScheduledPool(), new Many.OfSpring(), new Many.OfQuartz())) {
				measure(rounds, many, MANY, interval, times);
			}
			// Every run of it is a job that is stored: it is not made for so many.
			measure(rounds, new Many.OfJobRunr(), 100, interval, times);
		}
		if (mode == Mode.FULL) {
			flat(rounds, interval);
		}
	}

	private static void measure(Rounds rounds, Many many, int count, Duration interval, int times) throws Exception {
		String parameter = count + " every " + interval.toSeconds() + " s";
		LongAdder runs = new LongAdder();
		long empty = Allocation.live();
		long start = System.nanoTime();
		many.start(count, interval, runs::increment);
		double millis = (System.nanoTime() - start) / 1e6;
		double waiting = (Allocation.live() - empty) / (double) count;
		await(runs, count);
		long allocated = Allocation.bytes();
		long processor = Allocation.processorTime();
		await(runs, (long) count * (1 + times));
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

	private static void await(LongAdder runs, long count) {
		while (runs.sum() < count) {
			LockSupport.parkNanos(5_000_000);
		}
	}

	/** The heap of the same workers, minute by minute. */
	private static void flat(Rounds rounds, Duration interval) throws Exception {
		LongAdder runs = new LongAdder();
		long empty = Allocation.live();
		Many many = new Many.OfWorkers("atasker", 20);
		many.start(MANY, interval, runs::increment);
		await(runs, MANY);
		for (int minute = 0; minute <= 10; minute++) {
			rounds.addTo("many, minute by minute", String.valueOf(minute), "atasker", "B/worker, after runs",
					(Allocation.live() - empty) / (double) MANY);
			long next = System.nanoTime() + 60_000_000_000L;
			while (minute < 10 && System.nanoTime() < next) {
				LockSupport.parkNanos(100_000_000);
			}
		}
		many.close();
	}

}
