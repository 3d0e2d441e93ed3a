package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import com.github.kagkarlsson.scheduler.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time of the database, which is one for all nodes, whatever their own clocks say:
 * times that one node writes are compared by others. It is asked for now and then; what
 * passes in between is told by the monotonic clock of the JVM, so that steps of the
 * node's clock do not matter either. That one may stand still while the machine is
 * suspended: when the two have moved apart, the database is asked at once.
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

	/** How often to ask for an answer that is not slow. */
	private static final int TRIES = 3;

	/** How far the clocks of the node may move apart unsuspected, in milliseconds. */
	private static final long APART = 1000;

	private final Supplier<Answer> database;

	private final InstantSource application;

	private final LongSupplier nanos;

	private final BooleanSupplier mayAsk;

	private volatile Answer last;

	/**
	 * How far the clocks of the node were apart when the database was asked last, in
	 * milliseconds. Written under the lock.
	 */
	private volatile long apart;

	/**
	 * Asks for the first time.
	 * @param database asks the database what time it is
	 * @param application the clock of the node, which is only compared
	 * @param nanos the monotonic clock, the one of the answers
	 * @param mayAsk whether the current thread may wait for the database
	 */
	DatabaseClock(Supplier<Answer> database, InstantSource application, LongSupplier nanos, BooleanSupplier mayAsk) {
		this.database = database;
		this.application = application;
		this.nanos = nanos;
		this.mayAsk = mayAsk;
		this.apart = apart();
		this.last = ask();
		Duration wrong = Duration.between(estimate(), application.instant()).abs();
		if (wrong.compareTo(WORST_CLOCK) > 0) {
			logger.warn("The clocks of this node and of the database are {} apart. The queues go by the one of the"
					+ " database; have both kept by NTP", wrong);
		}
	}

	/**
	 * Returns the time. Waits for the database if the machine may have been suspended
	 * since it was asked, and this thread may wait; if it does not answer, the time is
	 * the one before that.
	 */
	@Override
	public Instant now() {
		if (isSuspect() && this.mayAsk.getAsBoolean()) {
			measureIfSuspect();
		}
		return estimate();
	}

	private Instant estimate() {
		Answer answer = this.last;
		return answer.time.plusNanos(this.nanos.getAsLong() - answer.at);
	}

	/** Returns whether one of the clocks of the node has jumped or stood still. */
	boolean isSuspect() {
		return Math.abs(apart() - this.apart) > APART;
	}

	private long apart() {
		return this.application.millis() - TimeUnit.NANOSECONDS.toMillis(this.nanos.getAsLong());
	}

	private synchronized void measureIfSuspect() {
		if (isSuspect()) {
			try {
				measure();
			}
			catch (RuntimeException ex) {
				// Still suspect, so the next one asks again.
				logger.debug("The database could not be asked what time it is", ex);
			}
		}
	}

	/** Asks again. May take as long as the database does. */
	synchronized void measure() {
		boolean suspect = isSuspect();
		// Before the answer: who is suspended while waiting for it is suspect again.
		long now = apart();
		Answer fresh = ask();
		Answer old = this.last;
		long wrong = Duration.between(old.time.plusNanos(fresh.at - old.at), fresh.time).abs().toNanos();
		if ((suspect || fresh.took < SLOW) && wrong > Math.max(INEXACT, fresh.took)) {
			logger.debug("The clock of the queues was {} us beside the one of the database",
					TimeUnit.NANOSECONDS.toMicros(wrong));
			this.last = fresh;
		}
		this.apart = now;
	}

	/** Returns the quickest answer of a few, if the first ones are slow. */
	private Answer ask() {
		Answer best = this.database.get();
		for (int i = 1; i < TRIES && best.took >= SLOW; i++) {
			Answer next = this.database.get();
			if (next.took < best.took) {
				best = next;
			}
		}
		return best;
	}

	/**
	 * An answer of the database.
	 *
	 * @param time what it said
	 * @param at when, by the monotonic clock
	 * @param took how long it took, without the wait for a connection, in nanoseconds
	 */
	record Answer(Instant time, long at, long took) {

		/**
		 * Measures how long an answer takes.
		 * @param query asks, with a connection that is there
		 */
		static Answer of(Supplier<Instant> query) {
			long before = System.nanoTime();
			Instant time = query.get();
			long took = System.nanoTime() - before;
			return new Answer(time, before + took / 2, took);
		}

	}

}
