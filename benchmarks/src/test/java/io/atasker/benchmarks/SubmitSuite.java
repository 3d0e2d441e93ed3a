package io.atasker.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.atasker.supervisor.Priority;
import io.atasker.supervisor.TaskOptions;

import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/**
 * Tasks of four producers for four slots, each with a result that could be asked for.
 */
final class SubmitSuite implements Suite {

	private static final int PRODUCERS = 4;

	private static final int SLOTS = 4;

	@Override
	public void run(Rounds rounds) throws Exception {
		int millis = rounds.mode().millis;
		rounds.measure("submit", "4 producers, 4 slots",
				List.of(new OfSupervisor("atasker, mixed priorities", millis, true),
						new OfSupervisor("atasker, one priority", millis, false),
						new OfPool("ThreadPoolExecutor(4)", millis, new LinkedBlockingQueue<>()), new OfSpring(millis),
						new OfPriorityPool(millis)));
	}

	/** Submits for a while, with a bounded backlog, and waits for the end of all. */
	private abstract static class Submitter implements Contestant {

		private static final int BACKLOG = 20_000;

		private final String name;

		private final long nanos;

		final LongAdder done = new LongAdder();

		Submitter(String name, int millis) {
			this.name = name;
			this.nanos = millis * 1_000_000L;
		}

		@Override
		public String name() {
			return this.name;
		}

		abstract void submit(int number);

		@Override
		public Map<String, Double> round() throws Exception {
			this.done.reset();
			AtomicLong submitted = new AtomicLong();
			LongAdder allocated = new LongAdder();
			CountDownLatch go = new CountDownLatch(1);
			Thread[] threads = new Thread[PRODUCERS];
			for (int i = 0; i < PRODUCERS; i++) {
				threads[i] = new Thread(() -> produce(go, submitted, allocated));
				threads[i].start();
			}
			long bytes = Allocation.bytes();
			long processor = Allocation.processorTime();
			long start = System.nanoTime();
			go.countDown();
			for (Thread thread : threads) {
				thread.join();
			}
			while (this.done.sum() < submitted.get()) {
				LockSupport.parkNanos(20_000);
			}
			double seconds = (System.nanoTime() - start) / 1e9;
			double perTask = (Allocation.bytes() - bytes + allocated.sum()) / (double) submitted.get();
			double used = (Allocation.processorTime() - processor) / (double) submitted.get();
			return Map.of("tasks/s", submitted.get() / seconds, "B/task", perTask, "ns of CPU/task", used);
		}

		private void produce(CountDownLatch go, AtomicLong submitted, LongAdder allocated) {
			try {
				go.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("interrupted", ex);
			}
			long before = Allocation.ofCurrentThread();
			long end = System.nanoTime() + this.nanos;
			do {
				long all = submitted.addAndGet(256);
				for (int i = 0; i < 256; i++) {
					submit(i);
				}
				while (all - this.done.sum() > BACKLOG) {
					LockSupport.parkNanos(20_000);
				}
			}
			while (System.nanoTime() < end);
			allocated.add(Allocation.ofCurrentThread() - before);
		}

	}

	private static final class OfSupervisor extends Submitter {

		private final Engine engine = Engine.ofSize(SLOTS);

		private final TaskOptions[] options;

		private final Callable<Object> work = () -> {
			this.done.increment();
			return "done";
		};

		OfSupervisor(String name, int millis, boolean mixed) {
			super(name, millis);
			TaskOptions normal = TaskOptions.DEFAULTS;
			this.options = mixed
					? new TaskOptions[] { TaskOptions.of(Priority.LOW), normal, TaskOptions.of(Priority.HIGH), normal }
					: new TaskOptions[] { normal, normal, normal, normal };
		}

		@Override
		void submit(int number) {
			this.engine.supervisor.submit(this.work, this.options[number & 3]);
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	private static final class OfPool extends Submitter {

		private final ThreadPoolExecutor pool;

		private final Callable<Object> work = () -> {
			this.done.increment();
			return "done";
		};

		OfPool(String name, int millis, LinkedBlockingQueue<Runnable> queue) {
			super(name, millis);
			this.pool = new ThreadPoolExecutor(SLOTS, SLOTS, 0, TimeUnit.SECONDS, queue);
		}

		@Override
		void submit(int number) {
			this.pool.submit(this.work);
		}

		@Override
		public void close() {
			this.pool.shutdown();
		}

	}

	private static final class OfPriorityPool extends Submitter {

		private final ThreadPoolExecutor pool = new ThreadPoolExecutor(SLOTS, SLOTS, 0, TimeUnit.SECONDS,
				new PriorityBlockingQueue<>());

		OfPriorityPool(int millis) {
			super("ThreadPoolExecutor(4), priority queue, no results", millis);
		}

		@Override
		void submit(int number) {
			this.pool.execute(new Ranked(number & 3, this.done::increment));
		}

		@Override
		public void close() {
			this.pool.shutdown();
		}

	}

	private static final class OfSpring extends Submitter {

		private final ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();

		private final Callable<Object> work = () -> {
			this.done.increment();
			return "done";
		};

		OfSpring(int millis) {
			super("ThreadPoolTaskExecutor(4)", millis);
			this.executor.setCorePoolSize(SLOTS);
			this.executor.afterPropertiesSet();
		}

		@Override
		void submit(int number) {
			this.executor.submit(this.work);
		}

		@Override
		public void close() {
			this.executor.shutdown();
		}

	}

	/**
	 * A task with a rank.
	 *
	 * @param rank 0 is the first to go
	 * @param work what it does
	 */
	record Ranked(int rank, Runnable work) implements Runnable, Comparable<Ranked> {

		@Override
		public void run() {
			this.work.run();
		}

		@Override
		public int compareTo(Ranked other) {
			return Integer.compare(this.rank, other.rank);
		}

	}

}
