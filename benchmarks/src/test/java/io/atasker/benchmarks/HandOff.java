package io.atasker.benchmarks;

import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.atasker.supervisor.Priority;
import io.atasker.supervisor.TaskOptions;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.BackgroundQueueWorker;

/**
 * From asking for something to its running, on somebody who idles. One sample per round:
 * so the contestants take turns sample by sample.
 */
abstract class HandOff implements AutoCloseable {

	private static final long IDLE = 100_000;

	final String name;

	final Latencies latencies;

	private volatile long asked;

	/** When the last one ran. */
	private volatile long ran;

	HandOff(String name, int samples) {
		this.name = name;
		this.latencies = new Latencies(samples);
	}

	/** Asks for a run, which calls {@link #run()}. */
	abstract void ask();

	final void run() {
		this.ran = System.nanoTime();
	}

	/** Lets everybody come to rest, then measures once. */
	final void sample() {
		LockSupport.parkNanos(IDLE);
		// The kernel wakes those together whose time is nearly over: who asks must not be
		// one of them.
		long moment = System.nanoTime() + ThreadLocalRandom.current().nextLong(IDLE);
		while (System.nanoTime() < moment) {
			Thread.onSpinWait();
		}
		this.ran = 0;
		this.asked = System.nanoTime();
		ask();
		long end;
		while ((end = this.ran) == 0) {
			Thread.onSpinWait();
		}
		this.latencies.add(end - this.asked);
	}

	Map<String, Double> summary() {
		return this.latencies.summary();
	}

	@Override
	public void close() {
	}

	/** A thread that parks, and is unparked. */
	static class OfPark extends HandOff {

		private volatile boolean wanted;

		private volatile boolean ended;

		private final Thread thread = new Thread(this::loop);

		@SuppressWarnings("this-escape")
		OfPark(String name, int samples) {
			super(name, samples);
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private void loop() {
			while (!this.ended) {
				while (!this.wanted && !this.ended) {
					LockSupport.park(this);
				}
				this.wanted = false;
				run();
			}
		}

		@Override
		void ask() {
			this.wanted = true;
			LockSupport.unpark(this.thread);
		}

		@Override
		public void close() {
			this.ended = true;
			LockSupport.unpark(this.thread);
		}

	}

	/** A thread pool, idle. */
	static final class OfPool extends HandOff {

		private final ThreadPoolExecutor pool = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>());

		private final Runnable task = this::run;

		OfPool(int samples) {
			super("ThreadPoolExecutor", samples);
		}

		@Override
		void ask() {
			this.pool.execute(this.task);
		}

		@Override
		public void close() {
			this.pool.shutdown();
		}

	}

	/** A thread that takes from a queue. */
	static final class OfQueue extends HandOff {

		private final ArrayBlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(16);

		private final Runnable task = this::run;

		private final Thread thread = new Thread(this::loop);

		OfQueue(int samples) {
			super("thread that takes from a queue", samples);
			this.thread.setDaemon(true);
			this.thread.start();
		}

		private void loop() {
			try {
				while (true) {
					this.queue.take().run();
				}
			}
			catch (InterruptedException ex) {
				this.queue.clear();
			}
		}

		@Override
		void ask() {
			this.queue.add(this.task);
		}

		@Override
		public void close() {
			this.thread.interrupt();
		}

	}

	/** trigger() of an event worker. */
	static final class OfTrigger extends HandOff {

		private final Engine engine;

		private final BackgroundEventWorker worker;

		OfTrigger(String name, Engine engine, int samples) {
			super(name, samples);
			this.engine = engine;
			this.worker = engine.workers.define("event").event().executor((context) -> run()).register();
		}

		@Override
		void ask() {
			this.worker.trigger();
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	/** put() into the empty queue of a worker. */
	static final class OfPut extends HandOff {

		private final Engine engine = Engine.ofDefaults();

		private final BackgroundQueueWorker<String> worker;

		OfPut(int samples) {
			super("atasker, put", samples);
			this.worker = this.engine.workers.define("queue")
				.queue(String.class)
				.executor((String item, io.atasker.worker.WorkContext context) -> run())
				.register();
		}

		@Override
		void ask() {
			this.worker.put("item");
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

	/** submit() of a supervisor. */
	static final class OfSubmit extends HandOff {

		private final Engine engine = Engine.ofDefaults();

		private final Runnable task = this::run;

		private final TaskOptions options;

		OfSubmit(String name, Priority priority, int samples) {
			super(name, samples);
			this.options = TaskOptions.of(priority);
		}

		@Override
		void ask() {
			this.engine.supervisor.submit(this.task, this.options);
		}

		@Override
		public void close() {
			this.engine.close();
		}

	}

}
