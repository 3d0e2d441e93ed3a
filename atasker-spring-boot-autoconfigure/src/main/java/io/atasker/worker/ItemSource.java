package io.atasker.worker;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;

import io.atasker.queue.DeadLetters;
import io.atasker.queue.QueueFullException;
import org.jspecify.annotations.Nullable;

/**
 * The source of a queue worker: what its handle, its snapshot and its statistics need,
 * whoever keeps the items.
 */
abstract class ItemSource extends WorkSource {

	private final WorkerCore core;

	/** Items for which there was no room. */
	private final LongAdder rejected = new LongAdder();

	ItemSource(WorkerCore core) {
		this.core = core;
	}

	/**
	 * Puts an item.
	 * @param item the item
	 * @param options how
	 * @param captured what it brings along, {@code null} for nothing
	 * @return whether there was room
	 */
	abstract boolean offer(Object item, PutOptions options, @Nullable Object captured);

	/**
	 * Puts an item without options.
	 * @param item the item
	 * @return whether there was room
	 */
	abstract boolean offer(Object item);

	/**
	 * Appends an item that was promised a place, such as one of a committed transaction.
	 * @param item the item
	 * @param options how
	 * @param captured what it brings along, {@code null} for nothing
	 */
	abstract void force(Object item, PutOptions options, @Nullable Object captured);

	/**
	 * Returns whether an offer belongs to the transaction of the current thread by
	 * itself.
	 * @return {@code false} if it has to be put off until the commit
	 */
	boolean joinsTransaction() {
		return false;
	}

	/**
	 * Tries until there is room or the time is over.
	 * @param attempt tries once
	 * @param nanos how long to wait at most
	 * @return whether it succeeded
	 * @throws InterruptedException if interrupted
	 */
	abstract boolean awaitRoom(BooleanSupplier attempt, long nanos) throws InterruptedException;

	/**
	 * Finds out the priority of an item.
	 * @param options how it is put
	 * @return its priority in the queue
	 * @throws IllegalArgumentException if one is given and the queue has none
	 */
	abstract int priority(PutOptions options);

	abstract boolean isFull();

	abstract long size();

	abstract long capacity();

	abstract DeadLetters<Object> dead();

	/** An item was refused. */
	final void refused() {
		this.rejected.increment();
	}

	final long rejected() {
		return this.rejected.sum();
	}

	final QueueFullException full() {
		return new QueueFullException(this.core.name(), size(), capacity());
	}

}
