package io.atasker.benchmarks;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Puts items while nobody takes them, one by one, and then has them taken.
 */
abstract class Drain implements Contestant {

	static final String ITEM = "x".repeat(100);

	final AtomicLong executed = new AtomicLong();

	private final int items;

	Drain(int items) {
		this.items = items;
	}

	/** Puts {@link #ITEM}, and waits until it is kept. */
	abstract void put();

	abstract void take(boolean taking);

	/** Returns whether the engine has forgotten all that was executed. */
	abstract boolean isEmpty();

	@Override
	public final Map<String, Double> round() {
		take(false);
		long before = System.nanoTime();
		for (int i = 0; i < this.items; i++) {
			put();
		}
		long put = System.nanoTime();
		long processor = Allocation.processorTime();
		long target = this.executed.get() + this.items;
		take(true);
		while (this.executed.get() < target || !isEmpty()) {
			LockSupport.parkNanos(1_000_000);
		}
		long drained = System.nanoTime();
		double used = (Allocation.processorTime() - processor) / (double) this.items;
		return Map.of("puts/s", this.items * 1e9 / (put - before), "items/s", this.items * 1e9 / (drained - put),
				"ns of CPU/item", used);
	}

}
