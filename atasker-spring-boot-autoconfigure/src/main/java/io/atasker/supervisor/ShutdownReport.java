package io.atasker.supervisor;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a stop of a supervisor came to.
 *
 * @param took how long it took
 * @param running executions that did not end within the deadline; they keep their threads
 * until they end by themselves
 * @param returned what was accepted and has not been run, by name of the worker or task:
 * the number of items, triggers or tasks that were given back. Items of a queue stay in
 * it and go on when the supervisor is started again; they are lost when the JVM ends
 */
public record ShutdownReport(Duration took, List<Unfinished> running, Map<String, Long> returned) {

	/**
	 * Returns whether everything ended and nothing was left.
	 * @return {@code true} if nothing runs and nothing was given back
	 */
	public boolean isComplete() {
		return this.running.isEmpty() && this.returned.isEmpty();
	}

	/**
	 * An execution that did not end in time.
	 *
	 * @param name the worker or the task
	 * @param taskId the id of the execution
	 * @param thread the name of its thread, empty when it has none
	 * @param runningFor for how long it has been running
	 * @param stack where it was when the deadline came, outermost frame last; empty when
	 * unknown
	 */
	public record Unfinished(String name, String taskId, String thread, Duration runningFor, List<String> stack) {

	}

}
