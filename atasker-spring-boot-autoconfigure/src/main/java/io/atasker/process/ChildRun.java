package io.atasker.process;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What code in a child process may know of, and do with, its current run. Safe from any
 * thread.
 */
public interface ChildRun {

	/**
	 * Returns what the application has told about the run.
	 * @return the values, as the caller has given them
	 */
	List<@Nullable Object> details();

	/**
	 * Returns whether the run should come to an end.
	 * @return whether it was asked to
	 */
	boolean isStopRequested();

	/**
	 * Has an action run once when the run is asked to end, at once if it was already.
	 * @param action the action, short
	 */
	void onStop(Runnable action);

	/**
	 * Tells the application how far the run has come.
	 * @param fraction from 0 to 1
	 * @param message what it is doing
	 */
	void progress(double fraction, String message);

	/**
	 * Makes of a run what a method takes as a parameter. Needs a constructor without
	 * parameters.
	 */
	interface ContextMaker {

		/**
		 * Makes the parameter.
		 * @param run the run
		 * @return the value of the parameter
		 */
		Object make(ChildRun run);

	}

}
