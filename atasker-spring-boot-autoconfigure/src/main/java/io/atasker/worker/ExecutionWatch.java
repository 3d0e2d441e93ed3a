package io.atasker.worker;

import io.atasker.time.Timer;

/**
 * Ends executions that take longer than the timeout of their worker. One timer per
 * strand, which goes on from one execution to the next and is put away with the turn, so
 * that a quick execution costs a look at one field.
 */
final class ExecutionWatch {

	/** When to look again between two executions of a turn. */
	private static final long SOON = 1_000_000;

	private final Strand strand;

	private final Timer timer = Timer.of(this::look);

	/** Written by the strand, in its turn; read by the timer too. */
	private volatile boolean armed;

	ExecutionWatch(Strand strand) {
		this.strand = strand;
	}

	/** An execution begins. */
	void begin() {
		if (!this.armed && timeout() > 0) {
			this.armed = true;
			this.strand.core.timers().schedule(this.timer, this.strand.clock().now() + timeout());
		}
	}

	/** The timeout has changed: the execution in progress may be too long by now. */
	void settingsChanged() {
		if (this.armed) {
			this.strand.core.timers().schedule(this.timer, this.strand.core.time().nanoTime());
		}
	}

	/** The strand executes nothing any more, or not now. */
	void end() {
		if (this.armed) {
			this.armed = false;
			this.strand.core.timers().cancel(this.timer);
		}
	}

	private long timeout() {
		return this.strand.core.effective().timeout();
	}

	private void look() {
		long timeout = timeout();
		if (timeout == 0 || !this.armed) {
			return;
		}
		long number = this.strand.sequence();
		long deadline = this.strand.started() + timeout;
		long now = this.strand.core.time().nanoTime();
		if ((number & 1) == 0) {
			deadline = now + Math.min(timeout, SOON);
		}
		else if (number == this.strand.sequence() && deadline - now <= 0) {
			deadline = now + Math.min(timeout, this.strand.stuck().climb(number, now) - now);
		}
		this.strand.core.timers().schedule(this.timer, deadline);
		if (!this.armed) {
			// The turn ended meanwhile, and its cancel came before this schedule.
			this.strand.core.timers().cancel(this.timer);
		}
	}

}
