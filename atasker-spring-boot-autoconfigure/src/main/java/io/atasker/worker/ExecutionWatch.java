package io.atasker.worker;

import io.atasker.time.Timer;

/**
 * Ends executions that take longer than the timeout of their worker. One timer per
 * strand, which goes on from one execution to the next and is put away with the turn, so
 * that a quick execution costs a look at one field.
 */
final class ExecutionWatch {

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
			this.strand.core.timers().schedule(this.timer, this.strand.clock() + timeout());
		}
	}

	/** The turn is over. */
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
		long started = this.strand.started();
		long now = this.strand.core.time().nanoTime();
		if ((number & 1) == 1 && number == this.strand.sequence() && now - started >= timeout) {
			this.strand.interrupts().interrupt(Interruption.TIMEOUT, number);
			started = now;
		}
		this.strand.core.timers().schedule(this.timer, Math.max(started, now - timeout + 1) + timeout);
		if (!this.armed) {
			// The turn ended meanwhile, and its cancel came before this schedule.
			this.strand.core.timers().cancel(this.timer);
		}
	}

}
