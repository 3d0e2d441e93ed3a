package io.atasker.worker;

import io.atasker.supervisor.ThreadTraits;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which a strand has its turn: what it was like before, and whose turn goes
 * on there afterwards. Used by that thread only.
 */
final class TurnThread {

	private @Nullable Strand outer;

	private @Nullable ThreadTraits traits;

	void turnBegins(Strand strand) {
		this.outer = CurrentStrand.enter(strand);
		this.traits = ThreadTraits.ofCurrentThread();
	}

	/**
	 * Whoever has interrupted the thread until now did not mean the execution that
	 * begins.
	 */
	void executionBegins(boolean interruptible) {
		if (interruptible) {
			Thread.interrupted();
		}
	}

	void turnEnds() {
		CurrentStrand.leave(this.outer);
		this.outer = null;
		this.traits = null;
	}

	/**
	 * Takes back what user code did to the thread, its interrupt flag included, which is
	 * not the next execution's business.
	 */
	void restore() {
		ThreadTraits before = this.traits;
		if (before != null) {
			before.restore();
		}
	}

	/** Returns the strand within whose turn this one is. */
	@Nullable Strand outer() {
		return this.outer;
	}

}
