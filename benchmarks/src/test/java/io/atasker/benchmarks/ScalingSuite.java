package io.atasker.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import io.atasker.worker.BackgroundQueueWorker;

/**
 * What one costs as there are more: workers, waiting items, producers.
 */
final class ScalingSuite implements Suite {

	@Override
	public void run(Rounds rounds) throws Exception {
		boolean quick = rounds.mode() == Mode.QUICK;
		int repeats = rounds.mode().pick(1, 3, 5);
		for (int producers : quick ? new int[] { 1, 8, 64 } : new int[] { 1, 2, 4, 8, 16, 32, 64 }) {
			int millis = rounds.mode().millis / 2;
			rounds.measure("by producers", String.valueOf(producers),
					List.of(new QueueWorkerContestant(producers, millis), QueuePeers.OfPool.linked(producers, millis)),
					1, repeats);
		}
		for (int workers : quick ? new int[] { 10, 1000, 10_000 } : new int[] { 10, 100, 1000, 10_000, 100_000 }) {
			for (int i = 0; i < repeats; i++) {
				workers(rounds, workers);
			}
		}
		for (int depth : quick ? new int[] { 1, 10_000, 1_000_000 }
				: new int[] { 1, 100, 10_000, 100_000, 1_000_000, 10_000_000 }) {
			for (int i = 0; i < repeats + 1; i++) {
				depth(rounds, depth, i > 0);
			}
		}
	}

	/** Each runs 10 times a second at most, 10 000 runs a second in all. */
	private static void workers(Rounds rounds, int count) throws Exception {
		Duration interval = Duration.ofMillis(Math.max(100, count / 10));
		try (Many many = new Many.OfWorkers("atasker", 20)) {
			double started = run(rounds, many, count, interval);
			rounds.addTo("by workers", String.valueOf(count), many.name(), "us to register and start each", started);
		}
		try (Many many = new Many.OfScheduledPool()) {
			run(rounds, many, count, interval);
		}
	}

	private static double run(Rounds rounds, Many many, int count, Duration interval) throws Exception {
		LongAdder runs = new LongAdder();
		long start = System.nanoTime();
		many.start(count, interval, runs::increment);
		double each = (System.nanoTime() - start) / 1e3 / count;
		await(runs, count);
		long from = runs.sum();
		long processor = Allocation.processorTime();
		long end = System.nanoTime() + Math.max(rounds.mode().millis * 1_000_000L, interval.toNanos());
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(10_000_000);
		}
		double used = (Allocation.processorTime() - processor) / 1e3 / (runs.sum() - from);
		rounds.addTo("by workers", String.valueOf(count), many.name(), "us of CPU/run", used);
		return each;
	}

	private static void await(LongAdder runs, long count) {
		while (runs.sum() < count) {
			LockSupport.parkNanos(5_000_000);
		}
	}

	/** Fills a queue to a depth while nobody takes, then lets it drain. */
	private static void depth(Rounds rounds, int depth, boolean counts) throws Exception {
		Sink sink = new Sink();
		Item[] items = Item.some(sink);
		List<double[]> values = new ArrayList<>();
		try (Engine engine = Engine.ofDefaults()) {
			BackgroundQueueWorker<Item> worker = engine.workers.define("deep")
				.queue(Item.class)
				.capacity(Integer.MAX_VALUE)
				.autoStart(false)
				.executor((Item item, io.atasker.worker.WorkContext context) -> sink.accept(item))
				.register();
			values.add(fillAndDrain(depth, sink, items, worker::put, () -> worker.start()));
		}
		ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
		try {
			CountDownLatch hold = new CountDownLatch(1);
			pool.execute(() -> {
				try {
					hold.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException("interrupted", ex);
				}
			});
			values.add(fillAndDrain(depth, sink, items, pool::execute, hold::countDown));
		}
		finally {
			pool.shutdown();
		}
		String[] names = { "atasker", "single-thread executor" };
		for (int i = 0; counts && i < names.length; i++) {
			rounds.addTo("by depth", String.valueOf(depth), names[i], "ns to put each", values.get(i)[0]);
			rounds.addTo("by depth", String.valueOf(depth), names[i], "ns to run each", values.get(i)[1]);
		}
	}

	private static double[] fillAndDrain(int depth, Sink sink, Item[] items, Consumer<Item> put, Runnable begin) {
		long target = sink.count() + depth;
		long start = System.nanoTime();
		for (int i = 0; i < depth; i++) {
			put.accept(items[i & 1023]);
		}
		double filled = (System.nanoTime() - start) / (double) depth;
		start = System.nanoTime();
		begin.run();
		while (sink.count() < target) {
			Thread.onSpinWait();
		}
		return new double[] { filled, (System.nanoTime() - start) / (double) depth };
	}

}
