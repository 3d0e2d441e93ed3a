package io.atasker.process;

import java.util.function.BooleanSupplier;

/**
 * Makes children, and threads to do so.
 */
interface ChildSource {

	/**
	 * Starts a child.
	 * @param wanted whether it still is, asked when {@link #abandon()} would end the
	 * start
	 * @return the child, connected
	 * @throws AbandonedException if it is not wanted any more
	 * @throws Exception if there is none
	 */
	Child launch(BooleanSupplier wanted) throws Exception;

	/** Ends the starts that are under way, with what they have started so far. */
	void abandon();

	Thread thread(Runnable work);

	/**
	 * A start was ended on purpose.
	 */
	final class AbandonedException extends Exception {

		private static final long serialVersionUID = 1L;

		AbandonedException() {
			super("the process pool was closed while a child process was being started");
		}

	}

}
