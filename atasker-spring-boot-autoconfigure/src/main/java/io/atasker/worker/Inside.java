package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * Knows which strand has its turn on the current thread.
 */
final class Inside {

	private static final ThreadLocal<@Nullable Strand> CURRENT = new ThreadLocal<>();

	private Inside() {
	}

	static void enter(Strand strand) {
		CURRENT.set(strand);
	}

	static void leave() {
		CURRENT.remove();
	}

	/** Returns whether the current thread executes something of the worker. */
	static boolean isInside(WorkerCore core) {
		Strand strand = CURRENT.get();
		return strand != null && strand.core == core;
	}

}
