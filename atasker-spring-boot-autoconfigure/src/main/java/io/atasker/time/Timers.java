package io.atasker.time;

/**
 * A queue of {@link Timer timers} that fires each when its deadline has come.
 * <p>
 * All methods are safe from any thread and never block for longer than the queue's short
 * lock. Timers fire one after the other, in the order of their deadlines, outside the
 * lock; what a timer throws is logged and does not harm the others.
 */
public interface Timers extends AutoCloseable {

	/**
	 * Arms a timer, or moves it when it is armed already. After {@link #close()} nothing
	 * is armed any more.
	 * @param timer the timer
	 * @param deadline when to fire, on the clock of {@link TimeSource#nanoTime()}; a
	 * deadline that has passed fires as soon as possible
	 */
	void schedule(Timer timer, long deadline);

	/**
	 * Disarms a timer. A timer that is firing right now finishes.
	 * @param timer the timer
	 * @return whether it was armed and will not fire
	 */
	boolean cancel(Timer timer);

	/**
	 * Stops firing and ends the thread of the queue, if it has one. Armed timers stay
	 * armed, and more can be armed; those that have become due meanwhile fire after
	 * {@link #resume()}. Does not wait for a timer that is firing.
	 */
	void suspend();

	/**
	 * Goes on after {@link #suspend()}.
	 */
	void resume();

	/**
	 * Forgets all timers and ends the thread of the queue, if it has one. Does not wait
	 * for a timer that is firing.
	 */
	@Override
	void close();

}
