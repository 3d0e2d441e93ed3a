package io.atasker.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

import io.atasker.worker.BackgroundQueueWorker;
import io.atasker.worker.BackgroundWorker;

/**
 * Workers on event loops: stages that are complete already, and very many that are not.
 */
final class AsyncSuite implements Suite {

	private static final int PENDING = 10_000;

	@Override
	public void run(Rounds rounds) throws Exception {
		int millis = rounds.mode().millis;
		rounds.measure("async", "completed stages", List.of(new OfWorker(millis), new OfExecutor(millis)));
		pending(rounds);
	}

	private static void pending(Rounds rounds) {
		try (Engine engine = Engine.ofDefaults()) {
			Queue<CompletableFuture<Void>> stages = new ConcurrentLinkedQueue<>();
			BackgroundQueueWorker<Integer> worker = engine.workers.define("pending")
				.queue(Integer.class)
				.concurrency(PENDING)
				.asyncExecutor((Integer item, io.atasker.worker.WorkContext context) -> {
					CompletableFuture<Void> stage = new CompletableFuture<>();
					stages.add(stage);
					return stage;
				})
				.register();
			worker.put(0);
			await(stages, 1);
			int threads = Thread.activeCount();
			long live = Allocation.live();
			long start = System.nanoTime();
			for (int i = 1; i < PENDING; i++) {
				worker.put(i);
			}
			await(stages, PENDING);
			double begun = (System.nanoTime() - start) / 1e6;
			List<Double> more = new ArrayList<>(List.of((double) (Thread.activeCount() - threads)));
			double bytes = (Allocation.live() - live) / (double) PENDING;
			start = System.nanoTime();
			stages.forEach((stage) -> stage.complete(null));
			while (worker.snapshot().executions().succeeded() < PENDING) {
				LockSupport.parkNanos(100_000);
			}
			double ended = (System.nanoTime() - start) / 1e6;
			String parameter = PENDING + " pending stages";
			rounds.add(new Result("async", parameter, "atasker", "more threads", more));
			rounds.add(new Result("async", parameter, "atasker", "B/stage", List.of(bytes)));
			rounds.add(new Result("async", parameter, "atasker", "ms to begin all", List.of(begun)));
			rounds.add(new Result("async", parameter, "atasker", "ms to end all", List.of(ended)));
		}
	}

	private static void await(Queue<?> stages, int count) {
		while (stages.size() < count) {
			LockSupport.parkNanos(1_000_000);
		}
	}

	private static final class OfWorker implements Contestant {

		private final Engine engine = Engine.ofDefaults();

		private final Sink sink = new Sink();

		private final Item item = new Item(1, this.sink);

		private final CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

		private final long nanos;

		private final BackgroundWorker worker = this.engine.workers.define("async")
			.autoStart(false)
			.asyncExecutor((item, context) -> {
				this.sink.accept(this.item);
				return this.done;
			})
			.register();

		OfWorker(int millis) {
			this.nanos = millis * 1_000_000L;
		}

		@Override
		public String name() {
			return "atasker";
		}

		@Override
		public Map<String, Double> round() {
			this.worker.start();
			long from = this.sink.count();
			long start = System.nanoTime();
			LockSupport.parkNanos(this.nanos);
			double seconds = (System.nanoTime() - start) / 1e9;
			long count = this.sink.count() - from;
			this.worker.stop();
			return Map.of("executions/s", count / seconds);
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	/** Each completion puts the next call on a single-thread executor. */
	private static final class OfExecutor implements Contestant {

		private final ExecutorService executor = Executors.newSingleThreadExecutor();

		private final Sink sink = new Sink();

		private final Item item = new Item(1, this.sink);

		private final CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

		private final long nanos;

		private volatile boolean stopped;

		OfExecutor(int millis) {
			this.nanos = millis * 1_000_000L;
		}

		@Override
		public String name() {
			return "thenRunAsync on a single-thread executor";
		}

		private void next() {
			if (!this.stopped) {
				this.sink.accept(this.item);
				this.done.thenRunAsync(this::next, this.executor);
			}
		}

		@Override
		public Map<String, Double> round() throws Exception {
			this.stopped = false;
			this.executor.execute(this::next);
			long from = this.sink.count();
			long start = System.nanoTime();
			LockSupport.parkNanos(this.nanos);
			double seconds = (System.nanoTime() - start) / 1e9;
			long count = this.sink.count() - from;
			this.stopped = true;
			this.executor.submit(() -> {
			}).get();
			return Map.of("executions/s", count / seconds);
		}

		@Override
		public void close() {
			this.executor.shutdown();
		}

	}

}
