package io.atasker.process;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A child process at one moment.
 *
 * @param id its number in the pool
 * @param pid its process
 * @param state what it is doing
 * @param runs how many runs have ended in it
 * @param memory how many bytes it had after its last run, 0 before
 * @param task what it runs, {@code null} if nothing
 * @param since since when it has been in this state
 */
public record ChildSnapshot(long id, long pid, State state, long runs, long memory, @Nullable String task,
		Instant since) {

	/**
	 * What a child is doing.
	 */
	public enum State {

		/** It waits for something to run. */
		IDLE,

		/** It runs something. */
		BUSY

	}

}
