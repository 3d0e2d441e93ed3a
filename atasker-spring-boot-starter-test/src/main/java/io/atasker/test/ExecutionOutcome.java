package io.atasker.test;

import org.jspecify.annotations.Nullable;

/**
 * What one run of an executor came to.
 *
 * @param result what it returned, of an asynchronous one what its stage came to;
 * {@code null} if nothing
 * @param exception what it, or the handler of its result, threw; {@code null} if nothing
 */
public record ExecutionOutcome(@Nullable Object result, @Nullable Throwable exception) {

	/**
	 * Returns whether nothing was thrown.
	 * @return whether it succeeded
	 */
	public boolean succeeded() {
		return this.exception == null;
	}

}
