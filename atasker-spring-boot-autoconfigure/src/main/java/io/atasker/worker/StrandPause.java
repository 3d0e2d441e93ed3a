package io.atasker.worker;

import io.atasker.time.Timer;
import org.jspecify.annotations.Nullable;

/**
 * The pause of a strand before its next launch: back-off, or the least time between two
 * launches. What is asked for is used by the thread that has the strand's turn.
 */
final class StrandPause {

	private long asked;

	/**
	 * Its end, {@code null} if it does not pause; guarded by the lock of {@link Strands}.
	 */
	private @Nullable Timer timer;

	/** For readers; written under the lock of {@link Strands}. */
	private volatile long until = Long.MIN_VALUE;

	/**
	 * Asks for a pause; the longest one counts.
	 * @param nanos how long
	 */
	void ask(long nanos) {
		this.asked = Math.max(this.asked, nanos);
	}

	long asked() {
		return this.asked;
	}

	/** Returns the pause that was asked for, once. */
	long take() {
		long taken = this.asked;
		this.asked = 0;
		return taken;
	}

	/**
	 * It pauses.
	 * @param timer fires at the end
	 * @param nanoTime when that is
	 */
	void begin(Timer timer, long nanoTime) {
		this.timer = timer;
		this.until = nanoTime;
	}

	void end() {
		this.timer = null;
		this.until = Long.MIN_VALUE;
	}

	/** Returns what ends the pause, {@code null} if it does not pause. */
	@Nullable Timer timer() {
		return this.timer;
	}

	/** Returns until when it pauses, {@link Long#MIN_VALUE} if it does not. */
	long until() {
		return this.until;
	}

}
