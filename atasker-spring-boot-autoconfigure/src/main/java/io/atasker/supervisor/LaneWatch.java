package io.atasker.supervisor;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.atasker.supervisor.Admission.Waiting;
import io.atasker.time.Timer;

/**
 * Watches the head of one lane: it is who has waited for longest there. Each level is
 * told once per burst; a burst lasts for as long as the head is late whenever it is
 * looked at.
 */
final class LaneWatch extends Timer {

	private final LateWatch watch;

	private final Priority priority;

	/** Whether the timer is armed or about to be armed. */
	private final AtomicBoolean armed = new AtomicBoolean();

	private final AtomicLong reports = new AtomicLong();

	private volatile boolean warned;

	private volatile boolean alarmed;

	LaneWatch(LateWatch watch, Priority priority) {
		this.watch = watch;
		this.priority = priority;
	}

	/*
	 * Who begins to wait enters the lane first and reads "armed" then; the timer clears
	 * "armed" first and looks into the lane then. Both go through the lock of the gate,
	 * so that one of them sees the other.
	 */
	void watch() {
		if (!this.armed.get() && this.armed.compareAndSet(false, true)) {
			arm(this.watch.time.nanoTime() + firstLevel());
		}
	}

	/** Returns how often somebody was told of. */
	long reports() {
		return this.reports.get();
	}

	/** Returns whether the head was late when it was looked at last. */
	boolean isLate() {
		return this.warned || this.alarmed;
	}

	void reset() {
		this.warned = false;
		this.alarmed = false;
		this.armed.set(false);
	}

	@Override
	protected void fire() {
		Waiting head = this.watch.gate.first(this.priority);
		if (head == null) {
			reset();
			if (this.watch.gate.first(this.priority) != null) {
				watch();
			}
			return;
		}
		long waited = this.watch.time.nanoTime() - head.since();
		if (waited < firstLevel()) {
			this.warned = false;
			this.alarmed = false;
		}
		try {
			tell(head, waited);
		}
		finally {
			arm(head.since() + waited + untilNextLevel(waited));
		}
	}

	private void tell(Waiting head, long waited) {
		if (waited >= this.watch.warningAfter && !this.warned) {
			this.warned = true;
			this.reports.incrementAndGet();
			this.watch.warning(describe(head, waited));
		}
		if (waited >= this.watch.criticalAfter && !this.alarmed) {
			this.alarmed = true;
			this.reports.incrementAndGet();
			this.watch.critical(describe(head, waited));
		}
	}

	private LateTask describe(Waiting head, long waited) {
		return new LateTask(head.task().name(), this.priority, Duration.ofNanos(waited), head.count());
	}

	/**
	 * Beyond the last level the head is looked at now and then, to notice the end of the
	 * burst.
	 */
	private long untilNextLevel(long waited) {
		long lastLevel = Math.max(this.watch.warningAfter, this.watch.criticalAfter);
		if (waited < firstLevel()) {
			return firstLevel() - waited;
		}
		return (waited < lastLevel) ? lastLevel - waited : firstLevel();
	}

	private long firstLevel() {
		return Math.min(this.watch.warningAfter, this.watch.criticalAfter);
	}

	private void arm(long deadline) {
		this.watch.timers.schedule(this, deadline);
	}

}
