package io.atasker.supervisor;

import org.jspecify.annotations.Nullable;

/**
 * The priority pool of a {@link Supervisor}: admission by slots, and the threads that run
 * what was admitted. For worker types; applications use {@link Supervisor#submit}.
 * <p>
 * A task is admitted while fewer executions run than its priority's
 * {@link PoolLimits#limit(Priority) limit}; the most urgent first, first in first out
 * among equals; {@link Priority#CRITICAL} always and at once. Nothing polls: admission is
 * decided on submission, release and resize only. All methods are safe from any thread.
 */
public interface ExecutionPool {

	/**
	 * Submits a task: it begins at once when its priority's limit allows, and waits
	 * otherwise.
	 * @param task the task, not in the pool
	 * @param priority its priority
	 */
	void submit(PoolTask task, Priority priority);

	/**
	 * Takes back a task that waits.
	 * @param task the task
	 * @return whether it waited and will not run; {@code false} when it was admitted
	 * already
	 */
	boolean withdraw(PoolTask task);

	/**
	 * Moves a waiting task to the back of another lane.
	 * @param task the task
	 * @param priority the new priority
	 * @return whether it waited and was moved; it may begin at once
	 */
	boolean move(PoolTask task, Priority priority);

	/**
	 * Returns the bits by which a running task learns at the price of one plain volatile
	 * read whether it may keep its slot for its next execution: test it with
	 * {@link #mustYield(int, Priority)} and {@link #shouldYield(int, Priority)}.
	 * @return the bits
	 */
	int yieldMask();

	/**
	 * Returns whether a task of the priority has to give its slot back at this boundary:
	 * a more urgent task waits, or more are running than the limit allows.
	 * @param mask from {@link #yieldMask()}
	 * @param priority the priority of the slot held
	 * @return whether to return from {@link PoolTask#run()} now
	 */
	static boolean mustYield(int mask, Priority priority) {
		return (mask & (1 << priority.ordinal())) != 0;
	}

	/**
	 * Returns whether a task of the priority has to give its slot back when its turn has
	 * lasted for the {@link #QUANTUM}: an equal waits.
	 * @param mask from {@link #yieldMask()}
	 * @param priority the priority of the slot held
	 * @return whether to return from {@link PoolTask#run()} at the end of the quantum
	 */
	static boolean shouldYield(int mask, Priority priority) {
		return (mask & (0x10 << priority.ordinal())) != 0;
	}

	/** How long a turn lasts while an equal waits, in nanoseconds: 1 ms. */
	long QUANTUM = 1_000_000;

	/**
	 * Gives back the slot of a task whose execution is stuck, unless a quarter of the
	 * pool's size, at least one, goes on like that already. Its thread goes on; when
	 * {@link PoolTask#run()} returns, no slot is given back again, and it is not
	 * submitted again.
	 * @param task the task
	 * @return whether it held a slot until now; {@code false} if it keeps it
	 */
	boolean abandon(PoolTask task);

	/**
	 * Says that a member has become quiet, so that a stop that is under way looks again.
	 * Cheap while none is.
	 */
	void memberQuiet();

	/**
	 * Returns whether a thread waits for the stop of this supervisor, because user code
	 * on it has called {@link Supervisor#stop(ShutdownPolicy)}. The stop cannot wait for
	 * what that thread executes: a member leaves it out of
	 * {@link Stoppable#isQuiet(long)}, {@link Stoppable#isIdle()} and
	 * {@link Stoppable#unfinished()}, and does not interrupt it.
	 * @param thread the thread of an execution in progress
	 * @return whether the stop goes on without it
	 */
	boolean awaitsStop(Thread thread);

	/**
	 * Adds a reason to keep the JVM alive, such as a started worker; has no effect in a
	 * {@link SupervisorBuilder#daemon(boolean) daemon} supervisor or while the supervisor
	 * is stopped. Each call is ended by one of {@link #letGo()}.
	 */
	void keepAlive();

	/**
	 * Takes a reason to keep the JVM alive back.
	 */
	void letGo();

	/**
	 * Explains why a task that waits has not begun.
	 * @param priority its priority
	 * @return the binding limit in words
	 */
	String whyWaiting(Priority priority);

	/**
	 * Returns since when the task waits for a slot.
	 * @param task the task
	 * @return the time on the monotonic clock, or {@code null} if it does not wait
	 */
	@Nullable Long waitingSince(PoolTask task);

}
