package io.atasker.supervisor;

import java.util.List;

/**
 * Something whose life a {@link Supervisor} leads, such as a worker. The supervisor calls
 * these methods outside its locks and expects all of them to return at once; what they
 * throw is logged.
 */
public interface Stoppable {

	/**
	 * Returns the name, for reports.
	 * @return the name
	 */
	String name();

	/**
	 * The supervisor has entered a state. Called on registration with the current one,
	 * then for each change, in order, never concurrently.
	 * <p>
	 * A member that launches itself may only run in {@link SupervisorState#STARTED}, any
	 * other in all states but {@link SupervisorState#STOPPED}. In
	 * {@link SupervisorState#STOPPING} a member that becomes {@link #isQuiet(long) quiet}
	 * says so with {@link ExecutionPool#memberQuiet()}.
	 * @param state the state
	 */
	void supervisorState(SupervisorState state);

	/**
	 * Returns whether nothing of this member runs, waits for a slot, or will become ready
	 * by itself before the deadline.
	 * @param deadline the time of interest on the monotonic clock
	 * @return whether a stop need not wait for it
	 */
	boolean isQuiet(long deadline);

	/**
	 * Returns whether nothing of this member runs.
	 * @return whether no user code is in progress
	 */
	boolean isIdle();

	/**
	 * Begins nothing more: what waits for a slot is withdrawn. Called near the deadline
	 * of a stop.
	 */
	void withdraw();

	/**
	 * Interrupts what runs. Called near the deadline of a stop, after
	 * {@link #withdraw()}.
	 */
	void interrupt();

	/**
	 * Interrupts what has begun since, because it was between the question whether it may
	 * begin and its user code when all were interrupted; who was interrupted before is
	 * left alone. Called again and again as long as the stop waits, after
	 * {@link #withdraw()} and {@link #interrupt()}. Does nothing unless it is overridden.
	 */
	default void interruptAgain() {
	}

	/**
	 * Describes what still runs.
	 * @return the executions in progress with their stacks; empty if none
	 */
	List<ShutdownReport.Unfinished> unfinished();

	/**
	 * Returns how much was accepted and has not been run: items, triggers.
	 * @return the number
	 */
	long returned();

}
