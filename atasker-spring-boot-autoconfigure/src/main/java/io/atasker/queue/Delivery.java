package io.atasker.queue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A message in our hands, to be settled exactly once, from any thread.
 * <p>
 * Of {@link #ack()}, {@link #retry}, {@link #dead} and {@link #release()} the first call
 * settles. It answers {@code false} if the delivery was settled before or is known to be
 * lost; then nothing has happened. The answer {@code true} is not a promise, where an
 * engine is far away: it may never learn of it, and deliver again.
 */
public interface Delivery {

	/**
	 * Returns the message.
	 * @return the message as it was put
	 */
	Envelope envelope();

	/**
	 * Returns which attempt of the executor this is: 1, and one more after each
	 * {@link #retry}. How many there may be is the caller's business.
	 * @return the number of the attempt
	 */
	int attempt();

	/**
	 * Returns how often the message was handed out without an attempt having come of it:
	 * 1, and one more each time it was released, lost, or held by a node that died; as
	 * far as the engine can tell. Counted apart from {@link #attempt()}, lest rolling
	 * restarts wear healthy messages out.
	 * @return the number of deliveries
	 */
	int deliveries();

	/**
	 * Returns how often a node that had the message in hand died or lost it, as far as
	 * the engine can tell: a message that ends its JVM each time must be given up some
	 * day. A message that was released is none of these.
	 * @return the number of losses, 0 at first
	 */
	int losses();

	/**
	 * Settles: done.
	 * @return whether this call has settled the delivery
	 */
	boolean ack();

	/**
	 * Settles: failed, to be delivered again, as the next attempt.
	 * @param delay not before this time has passed
	 * @param cause why, if known
	 * @return whether this call has settled the delivery
	 */
	boolean retry(Duration delay, @Nullable Throwable cause);

	/**
	 * Settles: given up; the message goes to the dead letters.
	 * @param cause why, if known
	 * @return whether this call has settled the delivery
	 */
	boolean dead(@Nullable Throwable cause);

	/**
	 * Settles: not tried. The message is back now, in its old place where the engine can
	 * do that, and no attempt is counted.
	 * @return whether this call has settled the delivery
	 */
	boolean release();

	/**
	 * Returns whether the engine has taken the message away before it was settled:
	 * somebody else may be at work on it.
	 * @return whether it is lost
	 */
	boolean lost();

	/**
	 * Asks to be told when the message is lost.
	 * @param action called once, at once if it is lost already; never after it was
	 * settled. A further call replaces the action of the one before
	 */
	void onLost(Runnable action);

}
