package io.atasker.benchmarks;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/**
 * Something that takes items from several threads and executes them one after the other.
 * The producers put for a while; the round ends when everything has been executed.
 */
abstract class QueueContestant implements Contestant {

	static final int CAPACITY = 100_000;

	private final String name;

	private final int producers;

	private final long nanos;

	final Sink sink = new Sink();

	QueueContestant(String name, int producers, int millis) {
		this.name = name;
		this.producers = producers;
		this.nanos = millis * 1_000_000L;
	}

	@Override
	public final String name() {
		return this.name;
	}

	/** Puts an item if there is room. */
	abstract boolean offer(Item item);

	@Override
	public final Map<String, Double> round() throws Exception {
		long executed = this.sink.count();
		LongAdder put = new LongAdder();
		LongAdder allocated = new LongAdder();
		CountDownLatch ready = new CountDownLatch(this.producers);
		CountDownLatch go = new CountDownLatch(1);
		Thread[] threads = new Thread[this.producers];
		for (int i = 0; i < threads.length; i++) {
			threads[i] = new Thread(() -> {
				ready.countDown();
				await(go);
				long before = Allocation.ofCurrentThread();
				put.add(produce(System.nanoTime() + this.nanos));
				allocated.add(Allocation.ofCurrentThread() - before);
			});
			threads[i].start();
		}
		ready.await();
		long bytes = Allocation.bytes();
		long processor = Allocation.processorTime();
		long start = System.nanoTime();
		go.countDown();
		for (Thread thread : threads) {
			thread.join();
		}
		long target = executed + put.sum();
		while (this.sink.count() < target) {
			LockSupport.parkNanos(20_000);
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		double perItem = (Allocation.bytes() - bytes + allocated.sum()) / (double) put.sum();
		double used = (Allocation.processorTime() - processor) / (double) put.sum();
		return Map.of("items/s", put.sum() / seconds, "B/item", perItem, "ns of CPU/item", used);
	}

	private long produce(long end) {
		Item[] items = Item.some(this.sink);
		long count = 0;
		do {
			for (Item item : items) {
				// Who finds the queue full waits alike, whatever the queue.
				while (!offer(item)) {
					LockSupport.parkNanos(20_000);
				}
			}
			count += items.length;
		}
		while (System.nanoTime() < end);
		return count;
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException("interrupted", ex);
		}
	}

}
