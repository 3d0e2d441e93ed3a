package io.atasker.cluster;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.atasker.queue.QueueStats;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The numbers of a queue, counted now and then: whoever reads gets the last ones, and has
 * them counted anew, aside, if they are old. So readers neither wait for the engine nor
 * make it count for each of them. Safe from any thread.
 */
public final class CountedStats {

	/** How old numbers may be, in nanoseconds: 2 s. */
	private static final long OLDEST = 2_000_000_000L;

	private static final Logger logger = LoggerFactory.getLogger(CountedStats.class);

	private final Supplier<QueueStats> counter;

	private final Executor aside;

	private final AtomicBoolean counting = new AtomicBoolean();

	private volatile QueueStats last;

	private volatile long countedAt;

	/**
	 * Counts for the first time.
	 * @param counter counts
	 * @param aside where it is done later on
	 * @throws RuntimeException what the counter has thrown
	 */
	public CountedStats(Supplier<QueueStats> counter, Executor aside) {
		this.counter = counter;
		this.aside = aside;
		this.last = counter.get();
		this.countedAt = System.nanoTime();
	}

	/**
	 * Returns the last numbers, at once.
	 * @return the numbers; the same object until they are counted again
	 */
	public QueueStats get() {
		if (System.nanoTime() - this.countedAt > OLDEST && this.counting.compareAndSet(false, true)) {
			this.aside.execute(this::countAside);
		}
		return this.last;
	}

	private void countAside() {
		try {
			count();
		}
		catch (RuntimeException ex) {
			// The old ones are better than none; whoever puts or takes is told.
			logger.debug("The messages of a queue could not be counted", ex);
			this.countedAt = System.nanoTime();
		}
		finally {
			this.counting.set(false);
		}
	}

	/**
	 * Counts now, on the calling thread.
	 * @throws RuntimeException what the counter has thrown
	 */
	public void count() {
		this.last = this.counter.get();
		this.countedAt = System.nanoTime();
	}

}
