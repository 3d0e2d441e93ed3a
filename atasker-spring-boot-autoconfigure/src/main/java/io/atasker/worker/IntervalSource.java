package io.atasker.worker;

import java.time.Instant;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * There is something to do when a tick is due, or a trigger is pending.
 * <p>
 * At most one tick is outstanding: armed (its timer runs) or pending (it has fired and no
 * run has begun). The next one is planned when there is room for another run: at the end
 * of a run, or at its beginning where the concurrency allows more. Ticks that fell due
 * where there was no room are missed, or merged into a pending trigger. {@link Ticks} has
 * the arithmetic of each kind of schedule.
 */
final class IntervalSource extends WorkSource implements Triggered {

	private final WorkerCore core;

	private final TriggerWord word = new TriggerWord();

	private final Timer timer;

	@GuardedBy("this")
	private Ticks ticks;

	@GuardedBy("this")
	private boolean open;

	/** The timer runs. Written under the lock. */
	private volatile boolean armed;

	/**
	 * When the armed tick is to be launched; monotonic. Written under the lock, before
	 * {@link #armed}.
	 */
	private volatile long launchAt;

	@GuardedBy("this")
	private int inProgress;

	/** A tick has fired and no run has begun. Written under the lock. */
	private volatile boolean pending;

	/** Written under the lock. */
	private volatile long missed;

	/** Written under the lock. */
	private volatile long merged;

	/** Written under the lock. */
	private volatile long returned;

	@SuppressWarnings("this-escape")
	IntervalSource(WorkerCore core, Schedule schedule) {
		this.core = core;
		this.timer = new Tick(this);
		this.ticks = Ticks.of(schedule, core.time());
	}

	@Override
	public TriggerResult trigger() {
		boolean first = this.word.add() == 0;
		this.core.wake(1);
		return first ? TriggerResult.ACCEPTED : TriggerResult.MERGED;
	}

	@Override
	public boolean takeBack() {
		return this.word.takeOne();
	}

	@Override
	public synchronized boolean isBusy() {
		return this.inProgress > 0 || this.pending || this.word.isPending();
	}

	@Override
	int ready() {
		return (this.pending || this.word.isPending()) ? 1 : 0;
	}

	@Override
	boolean take(Strand strand) {
		ExecutionCause cause = claim();
		if (cause == null) {
			return false;
		}
		strand.take(cause, null);
		return true;
	}

	private synchronized @Nullable ExecutionCause claim() {
		long triggers = this.word.take();
		boolean tick = this.pending;
		if (triggers == 0 && !tick) {
			return null;
		}
		this.pending = false;
		this.inProgress++;
		if (this.ticks.countsFromEnd()) {
			disarm();
		}
		this.ticks.began(this.core.time().nanoTime());
		if (triggers > 0) {
			this.merged += triggers - 1 + (tick ? 1 : 0);
		}
		plan();
		return (triggers > 0) ? ExecutionCause.TRIGGER : ExecutionCause.SCHEDULE;
	}

	@Override
	synchronized void done(Strand strand, Ending ending, @Nullable Throwable thrown) {
		this.inProgress--;
		this.ticks.ended(this.core.time().nanoTime());
		plan();
	}

	/** Plans the next tick if there is none and there is room for its run. */
	@GuardedBy("this")
	private void plan() {
		if (!this.open || this.armed || this.pending || this.inProgress >= this.core.effective().concurrency()) {
			return;
		}
		long skipped = this.ticks.plan();
		if (skipped > 0 && this.word.isPending()) {
			this.merged++;
			skipped--;
		}
		this.missed += skipped;
		if (this.ticks.hasNext()) {
			this.launchAt = this.ticks.launchAt();
			this.armed = true;
			arm();
		}
	}

	@GuardedBy("this")
	private void arm() {
		this.core.timers().schedule(this.timer, this.ticks.wakeAt(this.launchAt));
	}

	@GuardedBy("this")
	private void disarm() {
		if (this.armed) {
			this.core.timers().cancel(this.timer);
			this.armed = false;
			this.ticks.unplan();
		}
	}

	private void tick() {
		synchronized (this) {
			if (!this.armed) {
				return;
			}
			if (!this.ticks.isDue(this.launchAt)) {
				this.launchAt = this.ticks.launchAt();
				arm();
				return;
			}
			if (this.inProgress >= this.core.effective().concurrency()) {
				// It falls into a run that was triggered, whose end decides on it.
				disarm();
				return;
			}
			this.armed = false;
			this.ticks.fired();
			this.pending = true;
		}
		this.core.wake(1);
	}

	@Override
	synchronized void opened(boolean newStart) {
		this.open = true;
		if (newStart) {
			Schedule schedule = this.core.effective().schedule();
			this.ticks = Ticks.of((schedule != null) ? schedule : Schedule.TRIGGER_ONLY, this.core.time());
		}
		else {
			this.ticks.resume();
		}
		plan();
	}

	@Override
	synchronized void closed(boolean keep) {
		this.open = false;
		disarm();
		if (this.pending) {
			this.pending = false;
			this.missed++;
		}
		if (!keep) {
			this.returned += this.word.take();
			this.core.brought().take();
		}
	}

	@Override
	synchronized void settingsChanged() {
		Schedule schedule = this.core.effective().schedule();
		if (schedule == null || schedule.equals(this.ticks.schedule())) {
			plan();
			return;
		}
		disarm();
		this.ticks = this.ticks.withSchedule(schedule);
		plan();
	}

	@Override
	boolean isQuiet(long deadline) {
		return !this.word.isPending();
	}

	@Override
	long pending() {
		return this.word.isPending() ? 1 : 0;
	}

	@Override
	long returned() {
		return this.returned;
	}

	@Override
	long missed() {
		return this.missed;
	}

	@Override
	long merged() {
		return this.merged;
	}

	/** Takes no lock: a reader must not hold up a run that begins or ends. */
	@Override
	@Nullable Instant next() {
		if (!this.armed) {
			return null;
		}
		return this.core.time().instant().plusNanos(this.launchAt - this.core.time().nanoTime());
	}

	/** The armed tick. A class of its own, since there may be very many. */
	private static final class Tick extends Timer {

		private final IntervalSource source;

		Tick(IntervalSource source) {
			this.source = source;
		}

		@Override
		protected void fire() {
			this.source.tick();
		}

	}

}
