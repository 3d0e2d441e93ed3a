package io.atasker.worker;

import org.jspecify.annotations.Nullable;

/**
 * There is always something to do. While executions fail it backs off, from 100 ms to 10
 * s, so that a worker that fails at once does not burn a processor.
 */
final class ContinuousSource extends WorkSource {

	private static final long FIRST_PAUSE = 100_000_000L;

	private static final int DOUBLINGS = 7;

	private static final long LONGEST_PAUSE = 10_000_000_000L;

	@Override
	int ready() {
		return Integer.MAX_VALUE;
	}

	@Override
	boolean take(Strand strand) {
		strand.take(ExecutionCause.LOOP, null);
		return true;
	}

	@Override
	void done(Strand strand, Ending ending, @Nullable Throwable thrown) {
		if (ending.isFailure()) {
			int doublings = Math.min(strand.failuresInARow() - 1, DOUBLINGS);
			strand.pause(Math.min(FIRST_PAUSE << doublings, LONGEST_PAUSE));
		}
	}

	@Override
	boolean isQuiet(long deadline) {
		return true;
	}

}
