package io.atasker.annotation;

/**
 * Where the executor of an annotated worker runs.
 */
public enum ExecutorChoice {

	/**
	 * Decided by the method: asynchronous methods run on an event loop, static ones in
	 * the process pool where there is one, all others on a thread.
	 */
	AUTO,

	/** On a thread of the supervisor's pool. */
	THREAD,

	/**
	 * In a child process. Needs a static method and a supervisor with a process pool;
	 * where one of them is missing the application does not start.
	 */
	PROCESS

}
