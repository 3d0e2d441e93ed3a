package io.atasker.queue;

import java.time.Duration;

/**
 * The consuming side of a queue on this node. All methods are safe from any thread, and
 * all but {@link #close(Duration)} return promptly.
 */
public interface Subscription extends AutoCloseable {

	/**
	 * Stops new deliveries. Unsettled ones stay ours. A handler that is being called
	 * right now goes on, and one delivery that was under way may still come.
	 */
	void pause();

	/**
	 * Takes new deliveries again.
	 */
	void resume();

	/**
	 * Changes how many deliveries may be unsettled at a time. Below their present number,
	 * there are no new ones until enough have been settled.
	 * @param credit the number of deliveries, 0 for none
	 * @throws IllegalArgumentException if the number is negative
	 */
	void credit(int credit);

	/**
	 * Ends the subscription: no new deliveries from now on, a while for the unsettled
	 * ones to be settled, and those that are not are lost: they go back to the queue, as
	 * if released. Repeating it has no effect.
	 * @param grace how long to wait at most; if the waiting thread is interrupted, the
	 * wait is over and its interrupt flag is set
	 */
	void close(Duration grace);

	/**
	 * Ends the subscription without grace.
	 */
	@Override
	default void close() {
		close(Duration.ZERO);
	}

}
