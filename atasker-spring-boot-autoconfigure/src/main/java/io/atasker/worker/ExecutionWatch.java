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

	/** Written under the lock, together with the timer. */
	private volatile boolean armed;

	ExecutionWatch(Strand strand) {
		this.strand = strand;
	}

	/** An execution begins. */
	void begin() {
		if (!this.armed && timeout() > 0) {
			arm(this.strand.clock() + timeout());
		}
	}

	private synchronized void arm(long deadline) {
		this.armed = true;
		this.strand.core.timers().schedule(this.timer, deadline);
	}

	/** The turn is over. */
	void end() {
		if (this.armed) {
			disarm();
		}
	}

	private synchronized void disarm() {
		this.armed = false;
		this.strand.core.timers().cancel(this.timer);
	}

	/** The timeout may be another one: looks at once, if it was armed. */
	void settingsChanged() {
		look();
	}

	private long timeout() {
		return this.strand.core.effective().timeout();
	}

	private synchronized void look() {
		long timeout = timeout();
		if (!this.armed) {
			return;
		}
		if (timeout == 0) {
			disarm();
			return;
		}
		long number = this.strand.sequence();
		long started = this.strand.started();
		long now = this.strand.core.time().nanoTime();
		if ((number & 1) == 1 && number == this.strand.sequence() && now - started >= timeout) {
			this.strand.interrupts().interrupt(Interruption.TIMEOUT, number);
			started = now;
		}
		arm(Math.max(started, now - timeout + 1) + timeout);
	}

}
