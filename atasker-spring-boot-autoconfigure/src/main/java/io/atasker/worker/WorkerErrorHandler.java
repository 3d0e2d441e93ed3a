package io.atasker.worker;

/**
 * Is told of failed executions, in place of the log. Runs on the thread of the failed
 * execution and counts as part of it; what it throws is logged and changes nothing.
 */
@FunctionalInterface
public interface WorkerErrorHandler {

	/**
	 * Handles a failure.
	 * @param failure what happened
	 */
	void handle(WorkerFailure failure);

}
