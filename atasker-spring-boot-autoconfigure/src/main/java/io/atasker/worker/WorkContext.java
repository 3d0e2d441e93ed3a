package io.atasker.worker;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What an executor may know of, and do with, its current execution. Valid during that
 * execution only; safe from any thread.
 */
public interface WorkContext {

	/**
	 * Returns the worker.
	 * @return the handle
	 */
	BackgroundWorker worker();

	/**
	 * Returns the label of this start, the worker's name where none was given.
	 * @return the name
	 */
	String name();

	/**
	 * Returns the id of this execution.
	 * @return the id, unique in this JVM
	 */
	String taskId();

	/**
	 * Returns why it was launched.
	 * @return the cause
	 */
	ExecutionCause cause();

	/**
	 * Returns the item.
	 * @return the item, {@code null} if this is not a queue worker
	 */
	@Nullable Object item();

	/**
	 * Returns the id that was given with the item.
	 * @return the id, or {@code null}
	 */
	@Nullable String itemId();

	/**
	 * Returns which attempt at this item it is.
	 * @return 1 for the first
	 */
	int attempt();

	/**
	 * Returns the attachment of this start, or else of the worker.
	 * @return any object, or {@code null}
	 */
	@Nullable Object attachment();

	/**
	 * Returns the arguments of this start.
	 * @return configured and given arguments
	 */
	Map<String, Object> arguments();

	/**
	 * Returns whether the executor should come to an end: the worker is being stopped,
	 * this execution was cancelled, or the deadline of a shutdown is near. It stays
	 * {@code false} while a queue is being drained.
	 * @return whether to end
	 */
	boolean isStopRequested();

	/**
	 * Has an action run once when {@link #isStopRequested()} turns true, such as closing
	 * a socket that the executor waits on. Runs at once if it is true already. The action
	 * runs on the thread that asks for the stop and must be short; what it throws is
	 * logged.
	 * @param action the action; forgotten when the execution ends
	 */
	void onStop(Runnable action);

	/**
	 * Gives the item back to the head of its queue when this execution ends, however it
	 * ends: no attempt is counted.
	 * @throws IllegalStateException if this is not a queue worker
	 */
	void release();

	/**
	 * Tells how far the execution has come.
	 * @param fraction from 0 to 1
	 * @param message what it is doing, may be empty; cut to 200 characters
	 */
	void progress(double fraction, String message);

	/**
	 * Returns the token of the lease under which it runs, for stores that compare it.
	 * @return the token, -1 where there is none
	 */
	default long leaseToken() {
		return -1;
	}

	/**
	 * Returns whether the lease is still held, by the monotonic clock of this node;
	 * always {@code true} for a worker that runs on every node. Ask before what must not
	 * be done twice: a node that was held up for longer than its lease may find it gone.
	 * In a child process: whether nobody has asked the execution to end.
	 * @return whether it is safe to go on
	 */
	default boolean isLeaseValid() {
		return true;
	}

}
