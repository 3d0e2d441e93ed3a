package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Knows which strand has its turn on the current thread.
 */
final class CurrentStrand {

	private static final ThreadLocal<@Nullable Strand> CURRENT = new ThreadLocal<>();

	private CurrentStrand() {
	}

	/**
	 * A turn begins on the current thread.
	 * @param strand whose turn it is
	 * @return whose turn goes on when it ends: a loop may run on a thread that is within
	 * the turn of another
	 */
	static @Nullable Strand enter(Strand strand) {
		Strand outer = CURRENT.get();
		CURRENT.set(strand);
		return outer;
	}

	static void leave(@Nullable Strand outer) {
		if (outer != null) {
			CURRENT.set(outer);
		}
		else {
			CURRENT.remove();
		}
	}

	/** Returns whether the current thread executes something of the worker. */
	static boolean isOf(WorkerCore core) {
		Strand strand = CURRENT.get();
		while (strand != null && strand.core != core) {
			strand = strand.thread().outer();
		}
		return strand != null;
	}

}
