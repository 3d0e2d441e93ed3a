package io.atasker.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * One interval of 20 ms: does it drift, and how far is each run off the grid. All run at
 * the same time, some milliseconds apart, so that they meet the same disturbances.
 */
final class IntervalSuite implements Suite {

	private static final long INTERVAL = 20_000_000;

	@Override
	public void run(Rounds rounds) throws Exception {
		int seconds = rounds.mode().pick(5, 60, 60);
		int ticks = (int) (seconds * 1_000_000_000L / INTERVAL);
		for (int round = 0; round < rounds.mode().pick(1, 1, 5); round++) {
			List<Ticking> all = List.of(new Ticking("atasker", ticks),
					new Ticking("ScheduledThreadPoolExecutor", ticks), new Ticking("ThreadPoolTaskScheduler", ticks));
			measure(all);
			String parameter = "20 ms for " + seconds + " s";
			for (Ticking one : all) {
				rounds.addTo("interval", parameter, one.name, "us drift", one.drift());
				rounds.addTo("interval", parameter, one.name, "us jitter p50", one.jitter(50));
				rounds.addTo("interval", parameter, one.name, "us jitter p99", one.jitter(99));
			}
		}
	}

	private static void measure(List<Ticking> all) throws Exception {
		ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(2);
		ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
		scheduler.setPoolSize(2);
		scheduler.afterPropertiesSet();
		try (Engine engine = Engine.ofDefaults()) {
			LongConsumer worker = all.get(0)::tick;
			engine.workers.define("ticks")
				.interval(Duration.ofNanos(INTERVAL))
				.executor((context) -> worker.accept(System.nanoTime()))
				.register();
			LockSupport.parkNanos(INTERVAL / 3);
			pool.scheduleAtFixedRate(() -> all.get(1).tick(System.nanoTime()), 0, INTERVAL, TimeUnit.NANOSECONDS);
			LockSupport.parkNanos(INTERVAL / 3);
			scheduler.scheduleAtFixedRate(() -> all.get(2).tick(System.nanoTime()), Duration.ofNanos(INTERVAL));
			while (!all.stream().allMatch(Ticking::isOver)) {
				LockSupport.parkNanos(INTERVAL * 10);
			}
		}
		finally {
			pool.shutdownNow();
			scheduler.shutdown();
		}
	}

	/** When the runs of one began. */
	private static final class Ticking {

		private static final int WARM_UP = 50;

		private final String name;

		private final long[] at;

		private volatile int count;

		Ticking(String name, int ticks) {
			this.name = name;
			this.at = new long[ticks + WARM_UP];
		}

		@SuppressWarnings("NonAtomicVolatileUpdate")
		void tick(long now) {
			int number = this.count;
			if (number < this.at.length) {
				this.at[number] = now;
				this.count = number + 1;
			}
		}

		boolean isOver() {
			return this.count == this.at.length;
		}

		/** How far the runs are behind a grid through the most punctual of them. */
		private long[] late() {
			List<Long> off = new ArrayList<>();
			for (int i = WARM_UP; i < this.at.length; i++) {
				off.add(this.at[i] - this.at[WARM_UP] - (i - WARM_UP) * INTERVAL);
			}
			long punctual = off.stream().mapToLong(Long::longValue).min().orElse(0);
			return off.stream().mapToLong((late) -> late - punctual).toArray();
		}

		double jitter(double percent) {
			long[] late = late();
			Arrays.sort(late);
			return late[Math.min(late.length - 1, (int) (late.length * percent / 100))] / 1e3;
		}

		/** The most punctual of the last tenth beside that of the first. */
		double drift() {
			long[] late = late();
			int tenth = late.length / 10;
			long first = Arrays.stream(late, 0, tenth).min().orElse(0);
			long last = Arrays.stream(late, late.length - tenth, late.length).min().orElse(0);
			return Math.abs(last - first) / 1e3;
		}

	}

}
