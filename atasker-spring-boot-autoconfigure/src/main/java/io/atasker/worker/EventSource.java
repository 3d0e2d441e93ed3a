package io.atasker.worker;

import java.time.Duration;

import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * There is something to do when a trigger is pending.
 */
final class EventSource extends WorkSource implements Triggered {

	private final WorkerCore core;

	private final TriggerWord word = new TriggerWord();

	private final long settle;

	private final boolean runOnStart;

	/** Ends the time in which more triggers may join. */
	private final Timer settled;

	/** Whether a run is in progress; written by the strand. */
	private volatile boolean running;

	/*
	 * Whether triggers are still being collected. Where there is a time for that the
	 * first trigger and this change under one lock, as the taking looks at both: or a run
	 * could begin between the two and miss those that join.
	 */
	private volatile boolean settling;

	/** Triggers given back; guarded by this. */
	private volatile long returned;

	/** Triggers served by the run of another; written by the strand. */
	private volatile long merged;

	EventSource(WorkerCore core, WorkerDefinition.EventSettings settings) {
		this.core = core;
		this.settle = settings.settle().toNanos();
		this.runOnStart = settings.runOnStart();
		this.settled = Timer.of(this::settled);
	}

	@Override
	public TriggerResult trigger() {
		boolean first = (this.settle > 0) ? addAndSettle() : this.word.add() == 0;
		if (!this.settling) {
			this.core.wake(1);
		}
		return first ? TriggerResult.ACCEPTED : TriggerResult.MERGED;
	}

	private synchronized boolean addAndSettle() {
		boolean first = this.word.add() == 0;
		if (first) {
			this.core.timers().schedule(this.settled, this.core.time().nanoTime() + this.settle);
			this.settling = true;
		}
		return first;
	}

	private void settled() {
		synchronized (this) {
			this.settling = false;
		}
		this.core.wake(1);
	}

	@Override
	public boolean takeBack() {
		return this.word.takeOne();
	}

	@Override
	public boolean isBusy() {
		return this.running || this.word.isPending();
	}

	@Override
	int ready() {
		return (this.word.isPending() && !this.settling) ? 1 : 0;
	}

	@Override
	boolean take(Strand strand) {
		if (this.settling || !this.word.isPending()) {
			return false;
		}
		// Before the word is taken, so that the worker never looks idle in between.
		this.running = true;
		long triggers = (this.settle > 0) ? takeIfSettled() : this.word.take();
		if (triggers == 0) {
			this.running = false;
			return false;
		}
		addMerged(triggers - 1);
		strand.take(ExecutionCause.TRIGGER, null);
		return true;
	}

	private synchronized long takeIfSettled() {
		return this.settling ? 0 : this.word.take();
	}

	// Only the one strand of the worker writes it, under its turn.
	@SuppressWarnings("NonAtomicVolatileUpdate")
	private void addMerged(long triggers) {
		if (triggers > 0) {
			this.merged += triggers;
		}
	}

	@Override
	void done(Strand strand, Ending ending, @Nullable Throwable thrown) {
		this.running = false;
	}

	@Override
	void opened(boolean newStart) {
		if (newStart && this.runOnStart) {
			this.word.add();
		}
	}

	@Override
	void closed(boolean keep) {
		if (!keep) {
			synchronized (this) {
				this.core.timers().cancel(this.settled);
				this.settling = false;
				this.returned += this.word.take();
			}
			this.core.brought().take();
		}
	}

	@Override
	boolean isQuiet(long deadline) {
		return !this.word.isPending();
	}

	@Override
	@Nullable String delayed() {
		return (this.settling && this.word.isPending())
				? "delayed: more triggers may join for " + Duration.ofNanos(this.settle) : null;
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
	long merged() {
		return this.merged;
	}

}
