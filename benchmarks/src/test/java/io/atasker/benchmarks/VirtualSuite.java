package io.atasker.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;

import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Supervisor;
import io.atasker.worker.BackgroundQueueWorker;

/**
 * 100 000 items that block for 10 ms each, 10 000 at a time, on virtual threads.
 */
final class VirtualSuite implements Suite {

	private static final int ITEMS = 100_000;

	private static final int CONCURRENCY = 10_000;

	private static final long BLOCK = 10_000_000;

	@Override
	public void run(Rounds rounds) throws Exception {
		if (Runtime.version().feature() < 21) {
			return;
		}
		rounds.measure("virtual threads", ITEMS + " items, " + CONCURRENCY + " at a time",
				List.of(new OfWorker(), new OfExecutor()), 1, rounds.mode().rounds);
	}

	private static final class OfWorker implements Contestant {

		private final Engine engine = new Engine(
				Supervisor.builder().limits(new PoolLimits(0, 0, 0)).virtualThreads(true));

		private volatile CountDownLatch done = new CountDownLatch(0);

		private final BackgroundQueueWorker<Integer> worker = this.engine.workers.define("blocking")
			.queue(Integer.class)
			.capacity(ITEMS)
			.concurrency(CONCURRENCY)
			.executor((Integer item, io.atasker.worker.WorkContext context) -> {
				LockSupport.parkNanos(BLOCK);
				this.done.countDown();
			})
			.register();

		@Override
		public String name() {
			return "atasker, pool size 0";
		}

		@Override
		public Map<String, Double> round() throws Exception {
			this.done = new CountDownLatch(ITEMS);
			long start = System.nanoTime();
			for (int i = 0; i < ITEMS; i++) {
				this.worker.put(i);
			}
			this.done.await();
			return Map.of("ms", (System.nanoTime() - start) / 1e6);
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	private static final class OfExecutor implements Contestant {

		private final ExecutorService executor;

		private final Semaphore permits = new Semaphore(CONCURRENCY);

		OfExecutor() throws ReflectiveOperationException {
			this.executor = (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
		}

		@Override
		public String name() {
			return "virtual thread per task and a semaphore";
		}

		@Override
		public Map<String, Double> round() throws Exception {
			CountDownLatch done = new CountDownLatch(ITEMS);
			long start = System.nanoTime();
			for (int i = 0; i < ITEMS; i++) {
				this.executor.execute(() -> {
					this.permits.acquireUninterruptibly();
					try {
						LockSupport.parkNanos(BLOCK);
					}
					finally {
						this.permits.release();
						done.countDown();
					}
				});
			}
			done.await();
			return Map.of("ms", (System.nanoTime() - start) / 1e6);
		}

		@Override
		public void close() {
			this.executor.shutdown();
		}

	}

}
