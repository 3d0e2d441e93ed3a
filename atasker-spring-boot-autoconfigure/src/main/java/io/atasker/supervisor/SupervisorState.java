package io.atasker.supervisor;

/**
 * What a supervisor lets happen.
 */
public enum SupervisorState {

	/** Nothing runs and nothing begins. Items that are put wait in their queues. */
	STOPPED,

	/**
	 * Tasks, queue workers and event workers run; workers that launch themselves
	 * (continuous and interval) do not. The first step of a start and of a stop, while
	 * the web server still serves requests that put and trigger.
	 */
	RECEIVING,

	/** Everything runs. */
	STARTED,

	/**
	 * What was accepted is being finished, within the deadline. Only executions of this
	 * supervisor may still submit, put and trigger.
	 */
	STOPPING

}
