package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the database, which is one for all nodes, whatever their own clocks say:
 * times that one node writes are compared by others. It is asked for now and then; what
 * passes in between is told by the monotonic clock of the JVM, so that steps of the
 * node's clock do not matter either.
 */
final class DatabaseClock implements Clock {

	/** How often it is to be measured. */
	static final Duration MEASURE = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(DatabaseClock.class);

	private static final Duration WORST_CLOCK = Duration.ofSeconds(1);

	/** An answer that took longer says too little, in nanoseconds: 500 ms. */
	private static final long SLOW = 500_000_000L;

	/**
	 * What a measurement may be wrong by at least. Smaller differences are not corrected,
	 * or what is put in a row could get times in another order.
	 */
	private static final long INEXACT = 20_000_000L;

	private final Supplier<Instant> database;

	private volatile Measured last;

	/**
	 * Asks for the first time.
	 * @param database asks the database what time it is
	 * @param application the clock of the node, which is only compared
	 */
	DatabaseClock(Supplier<Instant> database, InstantSource application) {
		this.database = database;
		this.last = ask();
		Duration apart = Duration.between(now(), application.instant()).abs();
		if (apart.compareTo(WORST_CLOCK) > 0) {
			logger.warn("The clocks of this node and of the database are {} apart. The queues go by the one of the"
					+ " database; have both kept by NTP", apart);
		}
	}

	@Override
	public Instant now() {
		Measured measured = this.last;
		return measured.time.plusNanos(System.nanoTime() - measured.at);
	}

	/** Asks again. May take as long as the database does. */
	void measure() {
		Measured fresh = ask();
		Measured old = this.last;
		long wrong = Duration.between(old.time.plusNanos(fresh.at - old.at), fresh.time).abs().toNanos();
		if (fresh.took < SLOW && wrong > Math.max(INEXACT, fresh.took)) {
			logger.debug("The clock of the queues was {} us beside the one of the database",
					TimeUnit.NANOSECONDS.toMicros(wrong));
			this.last = fresh;
		}
	}

	private Measured ask() {
		long before = System.nanoTime();
		Instant time = this.database.get();
		long took = System.nanoTime() - before;
		return new Measured(time, before + took / 2, took);
	}

	/**
	 * An answer.
	 *
	 * @param time what the database said
	 * @param at when, by the monotonic clock
	 * @param took how long it took, in nanoseconds
	 */
	private record Measured(Instant time, long at, long took) {

	}

}
