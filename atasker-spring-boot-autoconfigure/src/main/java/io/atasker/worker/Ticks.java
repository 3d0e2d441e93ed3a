package io.atasker.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.atasker.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of a schedule: when the next tick is, and how many were passed over. Not
 * thread-safe; {@link IntervalSource} guards it.
 */
abstract class Ticks {

	private final Schedule schedule;

	final TimeSource time;

	/** When the worker was started; monotonic. */
	private final long startedAt;

	/** When the last run began, if {@link #hasBegun}; monotonic. */
	long lastBegan;

	/** When the last run ended, if {@link #hasEnded}; monotonic. */
	long lastEnded;

	boolean hasBegun;

	boolean hasEnded;

	Ticks(Schedule schedule, TimeSource time, long startedAt) {
		this.schedule = schedule;
		this.time = time;
		this.startedAt = startedAt;
	}

	static Ticks of(Schedule schedule, TimeSource time) {
		return of(schedule, time, time.nanoTime());
	}

	private static Ticks of(Schedule schedule, TimeSource time, long startedAt) {
		if (schedule.calendar() != null) {
			return new CalendarTicks(schedule, schedule.calendar(), time, startedAt);
		}
		if (schedule.interval() != null) {
			return new GridTicks(schedule, schedule.interval().toNanos(), time, startedAt);
		}
		if (schedule.isTriggerOnly()) {
			return new NoTicks(schedule, time, startedAt);
		}
		return new PauseTicks(schedule, time, startedAt);
	}

	final Schedule schedule() {
		return this.schedule;
	}

	/**
	 * Plans the next tick.
	 * @return how many ticks were passed over
	 */
	abstract long plan();

	abstract boolean hasNext();

	/** Returns when the planned tick is to be launched; monotonic. */
	abstract long launchAt();

	/** Returns when to look at the clock for it, at the latest then. */
	long wakeAt(long launchAt) {
		return launchAt;
	}

	/** Returns whether it is time to launch it. */
	boolean isDue(long launchAt) {
		return true;
	}

	/** The planned tick is launched. */
	void fired() {
	}

	/** The planned tick is not launched now: it is up to the next plan again. */
	void unplan() {
	}

	/** The supervisor goes on after a pause: what fell due meanwhile is passed over. */
	void resume() {
	}

	/** Returns whether the end of any run moves the next tick. */
	boolean countsFromEnd() {
		return false;
	}

	void began(long now) {
		this.lastBegan = now;
		this.hasBegun = true;
	}

	void ended(long now) {
		this.lastEnded = now;
		this.hasEnded = true;
	}

	/** Returns ticks of another schedule that go on from the last run. */
	final Ticks withSchedule(Schedule changed) {
		Ticks ticks = of(changed, this.time, this.startedAt);
		ticks.goOnFrom(this);
		return ticks;
	}

	void goOnFrom(Ticks last) {
		this.lastBegan = last.lastBegan;
		this.lastEnded = last.lastEnded;
		this.hasBegun = last.hasBegun;
		this.hasEnded = last.hasEnded;
	}

	/** Returns when the first tick is. */
	final long first() {
		return this.startedAt + this.schedule.initialDelay().toNanos();
	}

	final long pauseBefore() {
		return nanos(this.schedule.delayBefore());
	}

	/** A random shift of a single launch. */
	final long shift() {
		long jitter = this.schedule.jitter().toNanos();
		return (jitter > 0) ? ThreadLocalRandom.current().nextLong(jitter + 1) : 0;
	}

	static long nanos(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() : 0;
	}

	/** By trigger only. */
	private static final class NoTicks extends Ticks {

		NoTicks(Schedule schedule, TimeSource time, long startedAt) {
			super(schedule, time, startedAt);
		}

		@Override
		long plan() {
			return 0;
		}

		@Override
		boolean hasNext() {
			return false;
		}

		@Override
		long launchAt() {
			throw new IllegalStateException("there are no ticks");
		}

	}

	/** A fixed grid: tick k is at origin + k x interval, whatever happens. */
	private static final class GridTicks extends Ticks {

		private final long interval;

		private long origin;

		/** The last tick that was planned. */
		private long tick = -1;

		/** Whether what is passed over by the next plan was never due. */
		private boolean fresh;

		GridTicks(Schedule schedule, long interval, TimeSource time, long startedAt) {
			super(schedule, time, startedAt);
			this.interval = interval;
			this.origin = first();
		}

		/** Begins the grid anew at the start of the last run. */
		@Override
		void goOnFrom(Ticks last) {
			super.goOnFrom(last);
			if (last.hasBegun) {
				this.origin = last.lastBegan;
				this.tick = 0;
				this.fresh = true;
			}
		}

		@Override
		long plan() {
			long sinceOrigin = this.time.nanoTime() - this.origin;
			long notBefore = (sinceOrigin <= 0) ? 0 : (sinceOrigin - 1) / this.interval + 1;
			// The first tick is at the origin, also when the clock has gone on since.
			long next = (this.tick < 0 && !this.hasBegun) ? 0 : Math.max(this.tick + 1, notBefore);
			long skipped = this.fresh ? 0 : next - this.tick - 1;
			this.fresh = false;
			this.tick = next;
			return skipped;
		}

		@Override
		void unplan() {
			this.tick--;
		}

		@Override
		boolean hasNext() {
			return true;
		}

		@Override
		long launchAt() {
			return this.origin + this.tick * this.interval + pauseBefore() + shift();
		}

		@Override
		void resume() {
			this.fresh = true;
		}

	}

	/** A pause from the end of any run, and before each launch. */
	private static final class PauseTicks extends Ticks {

		PauseTicks(Schedule schedule, TimeSource time, long startedAt) {
			super(schedule, time, startedAt);
		}

		@Override
		long plan() {
			return 0;
		}

		@Override
		boolean hasNext() {
			return true;
		}

		@Override
		long launchAt() {
			long from = this.hasEnded ? this.lastEnded + nanos(schedule().delay()) : first();
			return from + pauseBefore() + shift();
		}

		@Override
		boolean countsFromEnd() {
			return true;
		}

	}

}
