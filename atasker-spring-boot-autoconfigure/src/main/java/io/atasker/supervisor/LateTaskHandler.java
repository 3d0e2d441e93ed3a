package io.atasker.supervisor;

/**
 * Is told of tasks that wait for their slot for too long, once per burst, priority and
 * level. Called while the task still waits, on a thread of the supervisor that must not
 * be blocked; what the handler throws is logged.
 */
public interface LateTaskHandler {

	/**
	 * The oldest task of a priority has waited longer than the warning threshold (5 s by
	 * default).
	 * @param task the task
	 */
	default void warning(LateTask task) {
	}

	/**
	 * The oldest task of a priority has waited longer than the critical threshold (10 s
	 * by default).
	 * @param task the task
	 */
	default void critical(LateTask task) {
	}

}
