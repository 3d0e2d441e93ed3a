package io.atasker.queue;

import java.util.List;

/**
 * The dead letters of one queue, for operators to look at, to put back or to throw away.
 * Safe from any thread.
 *
 * @param <T> the type of the items
 */
public interface DeadLetters<T> {

	/**
	 * Lists the youngest letters.
	 * @param limit how many at most
	 * @return the letters, newest first
	 */
	List<DeadLetter<T>> list(int limit);

	/**
	 * Returns how many letters there are.
	 * @return the number of letters
	 */
	int size();

	/**
	 * Puts the item of a letter back into its queue, as if it was new. An item is never
	 * in both places: while it is on its way it is no letter, and it is one again, in the
	 * same place, if the queue refuses it.
	 * @param id which letter
	 * @return whether the item was put back; {@code false} if there is no such letter or
	 * the queue refused it
	 * @throws RuntimeException what the queue threw, such as {@link QueueFullException};
	 * the letter stays
	 */
	boolean redrive(String id);

	/**
	 * Puts the items of all letters back, the oldest first.
	 * @return how many were put back; the others stay
	 */
	int redriveAll();

	/**
	 * Forgets a letter and its item.
	 * @param id which letter
	 * @return whether there was such a letter
	 */
	boolean purge(String id);

	/**
	 * Forgets all letters and their items.
	 * @return how many there were
	 */
	int purgeAll();

}
