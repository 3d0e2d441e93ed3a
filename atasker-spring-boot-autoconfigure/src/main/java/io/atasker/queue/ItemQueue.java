package io.atasker.queue;

import org.jspecify.annotations.Nullable;

/**
 * The bare items that wait for a worker in this JVM: the pull face of the provider
 * {@code memory}. The worker's own runner takes them out; there is no envelope, no copy
 * and no thread in between.
 * <p>
 * Any number of threads may call {@link #offer}, {@link #forced}, {@link #size()},
 * {@link #accepted()} and {@link #capacity()} at any time. {@link #poll()} and
 * {@link #returnToHead} belong to the <em>consumer</em>: one thread at a time, where the
 * callers see to the mutual exclusion and to a happens-before from one consumer to the
 * next. What a producer did before it offered an item is visible to whoever polls it.
 * <p>
 * No method blocks, except for a short lock in those implementations that order their
 * items.
 *
 * @param <E> the type of the items
 */
public interface ItemQueue<E> {

	/** The priority of an item that was put without one. */
	int DEFAULT_PRIORITY = 1;

	/** The most urgent priority of an item; the least urgent is 0. */
	int HIGHEST_PRIORITY = 3;

	/**
	 * Appends an item unless the queue is full.
	 * @param item the item
	 * @return {@code false} if the queue holds as many items as its capacity allows;
	 * nothing has changed then
	 * @throws NullPointerException if the item is {@code null}
	 * @throws IllegalArgumentException if the queue cannot order such an item
	 * @throws RuntimeException what a comparator throws; the queue is as it was
	 */
	boolean offer(E item);

	/**
	 * Puts an item behind those of the same or a higher priority, unless the queue is
	 * full.
	 * @param item the item
	 * @param priority from 0 to {@link #HIGHEST_PRIORITY}, higher is more urgent
	 * @return as {@link #offer(Object)}
	 * @throws UnsupportedOperationException if the priority is not
	 * {@link #DEFAULT_PRIORITY} and this queue does not {@linkplain #ordersByPriority()
	 * order by priority}
	 * @throws IllegalArgumentException if the priority is out of range or the queue
	 * cannot order such an item
	 */
	boolean offer(E item, int priority);

	/**
	 * Returns whether this queue heeds the priority of an item.
	 * @return whether {@link #offer(Object, int)} takes all priorities
	 */
	boolean ordersByPriority();

	/**
	 * Takes the next item. Called by the consumer only.
	 * <p>
	 * An offer claims its place first and fills it right after. Where the next place is
	 * claimed but still empty, this method looks again {@value #SPINS} times and then
	 * yields {@value #YIELDS} times at most before it gives up and answers {@code null},
	 * although an item is on its way. So {@code null} does not prove that the queue is
	 * empty: only {@link #hasItems()} does.
	 * @return the item, or {@code null} if none can be taken now
	 */
	@Nullable E poll();

	/** How often {@link #poll()} looks again for an item that is on its way. */
	int SPINS = 64;

	/** How often {@link #poll()} yields to a producer that has not filled its place. */
	int YIELDS = 16;

	/**
	 * Returns whether there is something to take, now or as soon as a producer that is
	 * inside {@link #offer} right now has gone on.
	 * <p>
	 * An offer that has returned {@code true} and whatever this method reads are
	 * <em>volatile</em> accesses, so they have one order together with those of the
	 * caller: of "offer, then read the volatile flag active" and "write the volatile flag
	 * active, then hasItems()", at least one sees the other.
	 * @return whether items are waiting
	 */
	boolean hasItems();

	/**
	 * Returns how many items wait, those included that came back or were forced in.
	 * @return the number of items; exact when nobody is inside a method of this queue,
	 * and one of the recent numbers otherwise
	 */
	long size();

	/**
	 * Returns how many items were ever accepted by {@link #offer}. The number never goes
	 * down.
	 * @return the number of accepted items
	 */
	long accepted();

	/**
	 * Returns the capacity.
	 * @return the number of items that {@link #offer} fills the queue up to
	 */
	long capacity();

	/**
	 * Changes the capacity at once. If more items wait than the new capacity allows, they
	 * stay, and new ones are refused until enough have been taken.
	 * @param capacity the new capacity, at least 1
	 * @throws IllegalArgumentException if the capacity is below 1
	 */
	void capacity(long capacity);

	/**
	 * Puts an item back to where it was taken from, in front of all others. Never
	 * refused, and not counted as accepted again. Called by the consumer only; who
	 * returns several items begins with the youngest.
	 * @param item an item that {@link #poll()} has answered
	 */
	void returnToHead(E item);

	/**
	 * Appends an item although the queue may be full, and does not count it as accepted
	 * again: for an item that was accepted once and comes back for another attempt. It is
	 * never refused and this method does not fail.
	 * @param item the item
	 */
	void forced(E item);

	/**
	 * Does the same as {@link #forced(Object)} with a priority, which a queue that does
	 * not {@linkplain #ordersByPriority() order by priority} ignores.
	 * @param item the item
	 * @param priority from 0 to {@link #HIGHEST_PRIORITY}, higher is more urgent
	 */
	void forced(E item, int priority);

}
