package io.atasker.worker;

import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The time in which a strand pauses.
 */
final class Pause extends Timer {

	private final Strands strands;

	private final Strand strand;

	private Pause(Strands strands, Strand strand) {
		this.strands = strands;
		this.strand = strand;
	}

	/**
	 * Makes a pause.
	 * @param strands those of the worker
	 * @param strand who pauses
	 * @return the pause, or {@code null} if there is no memory for it: a strand that goes
	 * on too early is better than one that never does
	 */
	static @Nullable Pause of(Strands strands, Strand strand) {
		try {
			return new Pause(strands, strand);
		}
		catch (OutOfMemoryError ex) {
			return null;
		}
	}

	/**
	 * Begins.
	 * @param timers tell when it is over
	 * @param until when that is
	 * @return whether there is memory for that; without it the caller ends it at once
	 */
	boolean schedule(Timers timers, long until) {
		try {
			timers.schedule(this, until);
			return true;
		}
		catch (OutOfMemoryError ex) {
			return false;
		}
	}

	@Override
	protected void fire() {
		this.strands.pauseOver(this, this.strand);
	}

}
