package io.atasker.worker;

/**
 * Code that is given the context only.
 */
@FunctionalInterface
public interface ContextExecutor {

	/**
	 * Runs once.
	 * @param context the context
	 * @throws Exception if it fails
	 */
	void execute(WorkContext context) throws Exception;

}
