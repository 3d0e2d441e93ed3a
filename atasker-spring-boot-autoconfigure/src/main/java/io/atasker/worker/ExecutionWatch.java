package io.atasker.worker;

import io.atasker.time.Timer;

/**
 * Ends executions that take longer than the timeout of their worker. One timer per
 * strand, which goes on from one execution to the next and is put away with the turn, so
 * that a quick execution costs a look at two fields.
 */
final class ExecutionWatch {

	/** When to look again between two executions of a turn. */
	private static final long SOON = 1_000_000;

	private final Strand strand;

	private final Timer timer = Timer.of(this::look);

	/** Written under the lock, together with the timer. */
	private volatile boolean armed;

	ExecutionWatch(Strand strand) {
		this.strand = strand;
	}

	/**
	 * An execution begins. Without memory for a timer it goes unwatched: what it is about
	 * was taken already.
	 */
	void begin() {
		if (!this.armed && timeout() > 0) {
			try {
				arm(this.strand.clock().now() + timeout());
			}
			catch (OutOfMemoryError ex) {
				this.armed = false;
			}
		}
	}

	/**
	 * The timeout has changed: the execution in progress may be too long by now, or was
	 * not watched at all. The strand was noticed before.
	 */
	void settingsChanged() {
		long now = this.strand.core.time().nanoTime();
		synchronized (this) {
			if (this.armed) {
				this.strand.core.timers().schedule(this.timer, now);
				return;
			}
		}
		// Whether it runs is asked later, when every write has become visible.
		if (timeout() > 0) {
			this.strand.core.timers()
				.schedule(Timer.of(() -> this.strand.interrupts().insideRun(this::watchToo)),
						now + Interrupts.VISIBLE_AFTER);
		}
	}

	/** Inside an execution, whose end will see it. */
	private void watchToo() {
		arm(this.strand.core.time().nanoTime());
	}

	/** The strand executes nothing any more, or not now. */
	void end() {
		if (this.armed) {
			disarm();
		}
	}

	private long timeout() {
		return this.strand.core.effective().timeout();
	}

	private synchronized void arm(long deadline) {
		this.armed = true;
		this.strand.core.timers().schedule(this.timer, deadline);
	}

	private synchronized void disarm() {
		this.armed = false;
		this.strand.core.timers().cancel(this.timer);
	}

	private void look() {
		long number;
		long now = this.strand.core.time().nanoTime();
		synchronized (this) {
			long timeout = timeout();
			if (!this.armed || timeout == 0) {
				return;
			}
			number = this.strand.sequence();
			boolean running = (number & 1) == 1;
			long deadline = running ? this.strand.started() + timeout : now + Math.min(timeout, SOON);
			boolean over = running && deadline - now <= 0 && number == this.strand.sequence();
			this.strand.core.timers().schedule(this.timer, over ? now + timeout : deadline);
			if (!over) {
				return;
			}
		}
		lookAgainAt(this.strand.stuck().climb(number, now), now);
	}

	/**
	 * Looks for the next step of the ladder, at the latest when the timeout is over
	 * again.
	 */
	private synchronized void lookAgainAt(long step, long now) {
		if (this.armed && step - now < timeout()) {
			this.strand.core.timers().schedule(this.timer, step);
		}
	}

}
