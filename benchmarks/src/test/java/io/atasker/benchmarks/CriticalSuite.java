package io.atasker.benchmarks;

import java.util.List;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.atasker.supervisor.Priority;
import io.atasker.supervisor.TaskOptions;

/**
 * What is CRITICAL, while the pool is full and a long backlog waits.
 */
final class CriticalSuite implements Suite {

	private static final int SLOTS = 4;

	private static final int BACKLOG = 20_000;

	@Override
	public void run(Rounds rounds) {
		int samples = rounds.mode().pick(200, 1000, 2000);
		// One backlog at a time: two would be twice the load.
		for (boolean burn : new boolean[] { false, true }) {
			String load = burn ? ", tasks that compute" : ", tasks that wait";
			for (int burst : new int[] { 1, 4, 16 }) {
				String parameter = "burst of " + burst + load;
				int count = samples / burst + 10;
				measure(rounds, parameter, new OfSupervisor("atasker, idle", 0, burn, burst, count), count);
				measure(rounds, parameter, new OfSupervisor("atasker", BACKLOG, burn, burst, count), count);
				measure(rounds, parameter, new OfPool(BACKLOG, burn, burst, count), count);
				if (burst == 1) {
					measure(rounds, parameter, new OfParkUnderLoad(burn, count), count);
				}
			}
		}
	}

	private static void measure(Rounds rounds, String parameter, HandOff one, int samples) {
		HandOffSuite.measure(rounds, "critical", parameter, List.of(one), samples);
		one.close();
	}

	/** A task of the backlog: 100 us, at work or asleep. */
	private static void work(boolean burn) {
		long end = System.nanoTime() + 100_000;
		if (!burn) {
			LockSupport.parkNanos(100_000);
			return;
		}
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	private static final class OfSupervisor extends HandOff {

		private final Engine engine = Engine.ofSize(SLOTS);

		private final TaskOptions critical = TaskOptions.of(Priority.CRITICAL);

		private final int burst;

		private final AtomicInteger left = new AtomicInteger();

		private volatile boolean ended;

		OfSupervisor(String name, int backlog, boolean burn, int burst, int samples) {
			super(name, samples);
			this.burst = burst;
			for (int i = 0; i < backlog; i++) {
				fill(burn);
			}
		}

		private void fill(boolean burn) {
			this.engine.supervisor.submit(() -> {
				work(burn);
				if (!this.ended) {
					fill(burn);
				}
			}, TaskOptions.of(Priority.LOW));
		}

		@Override
		void ask() {
			this.left.set(this.burst);
			for (int i = 0; i < this.burst; i++) {
				this.engine.supervisor.submit(this::one, this.critical);
			}
		}

		private void one() {
			if (this.left.decrementAndGet() == 0) {
				run();
			}
		}

		@Override
		public void close() {
			this.ended = true;
			this.engine.close();
		}

	}

	/** A thread of its own beside the same load: what the kernel allows. */
	private static final class OfParkUnderLoad extends HandOff.OfPark {

		private final OfSupervisor load;

		OfParkUnderLoad(boolean burn, int samples) {
			super("park and unpark, same backlog", samples);
			this.load = new OfSupervisor("load", BACKLOG, burn, 1, samples);
		}

		@Override
		public void close() {
			super.close();
			this.load.close();
		}

	}

	private static final class OfPool extends HandOff {

		private final ThreadPoolExecutor pool = new ThreadPoolExecutor(SLOTS, SLOTS, 0, TimeUnit.SECONDS,
				new PriorityBlockingQueue<>());

		private final int burst;

		private final AtomicInteger left = new AtomicInteger();

		private volatile boolean ended;

		OfPool(int backlog, boolean burn, int burst, int samples) {
			super("ThreadPoolExecutor with priority queue", samples);
			this.burst = burst;
			for (int i = 0; i < backlog; i++) {
				fill(burn);
			}
		}

		private void fill(boolean burn) {
			this.pool.execute(new SubmitSuite.Ranked(3, () -> {
				work(burn);
				if (!this.ended) {
					fill(burn);
				}
			}));
		}

		@Override
		void ask() {
			this.left.set(this.burst);
			for (int i = 0; i < this.burst; i++) {
				this.pool.execute(new SubmitSuite.Ranked(0, this::one));
			}
		}

		private void one() {
			if (this.left.decrementAndGet() == 0) {
				run();
			}
		}

		@Override
		public void close() {
			this.ended = true;
			this.pool.shutdownNow();
		}

	}

}
