package io.atasker.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import io.atasker.worker.BackgroundWorker;

/**
 * What a continuous worker costs per execution, beside a thread with a loop.
 */
final class ContinuousSuite implements Suite {

	private static final Item ITEM = new Item(1, new Sink());

	@Override
	public void run(Rounds rounds) throws Exception {
		int millis = rounds.mode().millis;
		rounds.measure("continuous", "", List.of(new OfWorker(millis), new OfThread(millis)));
	}

	private abstract static class Looping implements Contestant {

		private final String name;

		private final long nanos;

		final Sink sink = new Sink();

		Looping(String name, int millis) {
			this.name = name;
			this.nanos = millis * 1_000_000L;
		}

		@Override
		public String name() {
			return this.name;
		}

		abstract void start();

		abstract void stop();

		void execute() {
			this.sink.accept(ITEM);
		}

		@Override
		public Map<String, Double> round() {
			start();
			long from = this.sink.count();
			long before = Allocation.processorTime();
			long start = System.nanoTime();
			LockSupport.parkNanos(this.nanos);
			double nanos = System.nanoTime() - start;
			double used = Allocation.processorTime() - before;
			long count = this.sink.count() - from;
			stop();
			return Map.of("ns/execution", nanos / count, "ns of CPU/execution", used / count);
		}

	}

	private static final class OfWorker extends Looping {

		private final Engine engine = Engine.ofDefaults();

		private final BackgroundWorker worker = this.engine.workers.define("loop")
			.autoStart(false)
			.executor((context) -> execute())
			.register();

		OfWorker(int millis) {
			super("atasker", millis);
		}

		@Override
		void start() {
			this.worker.start();
		}

		@Override
		void stop() {
			this.worker.stop();
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	private static final class OfThread extends Looping {

		private volatile boolean stopped;

		private Thread thread = new Thread();

		OfThread(int millis) {
			super("thread with a loop", millis);
		}

		@Override
		void start() {
			this.stopped = false;
			this.thread = new Thread(() -> {
				while (!this.stopped) {
					execute();
				}
			});
			this.thread.start();
		}

		@Override
		void stop() {
			this.stopped = true;
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("interrupted", ex);
			}
		}

	}

}
