package io.atasker.worker;

/**
 * Puts actions off until the transaction of the current thread has been committed.
 */
@FunctionalInterface
public interface AfterCommit {

	/** There are no transactions. */
	AfterCommit NONE = new AfterCommit() {

		@Override
		public boolean defer(Runnable action) {
			return false;
		}

		@Override
		public boolean isDeferring() {
			return false;
		}

	};

	/**
	 * Puts an action off.
	 * @param action the action; not run when the transaction is rolled back
	 * @return whether there is a transaction; if not the action is not run and the caller
	 * goes on by itself
	 */
	boolean defer(Runnable action);

	/**
	 * Returns whether an action of the current thread would be put off now: asked first
	 * by what is quick without.
	 * @return {@code false} if {@link #defer} is not worth calling
	 */
	default boolean isDeferring() {
		return true;
	}

}
