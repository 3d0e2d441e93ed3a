package io.atasker.supervisor;

import java.util.List;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

/**
 * The event loops of a supervisor. A loop's thread is made when the loop is first used
 * and ends with the supervisor; all methods are safe from any thread.
 */
public interface EventLoops {

	/** The name of the loop that is used when none is named. */
	String DEFAULT = "default";

	/**
	 * Makes a loop.
	 * @param name the name
	 * @return the loop, started
	 * @throws IllegalArgumentException if there is one of that name, or the name has
	 * other characters than letters, digits, "_" and "-"
	 */
	EventLoop create(String name);

	/**
	 * Makes a loop of a foreign executor, which is never shut down here.
	 * @param name the name
	 * @param executor runs what is put on the loop
	 * @return the loop
	 * @throws IllegalArgumentException if there is one of that name, or the name has
	 * other characters than letters, digits, "_" and "-"
	 */
	EventLoop create(String name, Executor executor);

	/**
	 * Starts a loop that was stopped; does nothing when it runs.
	 * @param name the name
	 * @throws IllegalArgumentException if there is none of that name
	 */
	void start(String name);

	/**
	 * Stops a loop: what was put on it before still runs, then its thread ends. Does
	 * nothing when it is stopped. Does not wait.
	 * @param name the name
	 * @throws IllegalArgumentException if there is none of that name
	 */
	void stop(String name);

	/**
	 * Finds a loop. Where there is none but an
	 * {@linkplain SupervisorBuilder#loopExecutors executor} of that name, a loop is made
	 * of it.
	 * @param name the name
	 * @return the loop, or {@code null} if there is none
	 */
	@Nullable EventLoop find(String name);

	/**
	 * Finds a loop as {@link #find(String)} does.
	 * @param name the name
	 * @return the loop
	 * @throws IllegalArgumentException if there is none of that name
	 */
	EventLoop get(String name);

	/**
	 * Returns the loop that is used when none is named.
	 * @return the default loop
	 */
	EventLoop getDefault();

	/**
	 * Returns the names of all loops.
	 * @return the names, sorted
	 */
	List<String> names();

}
