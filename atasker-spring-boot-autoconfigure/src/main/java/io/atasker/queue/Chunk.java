package io.atasker.queue;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * A run of slots of a {@link ChunkedItemQueue}, and the link to the next one.
 *
 * @param <E> the type of the items
 */
final class Chunk<E> {

	/** The number of this chunk: its first slot has the place {@code index * length}. */
	final long index;

	/** A slot is filled once, by a producer, and cleared once, by the consumer. */
	final AtomicReferenceArray<@Nullable E> slots;

	/**
	 * The following chunk, set once; or this chunk itself, once the consumer has left it.
	 * The loop tells a late producer to start anew, and keeps a dead chunk that has grown
	 * old from holding, and so ageing, all those after it.
	 */
	private final AtomicReference<@Nullable Chunk<E>> next = new AtomicReference<>();

	Chunk(long index, int length) {
		this.index = index;
		this.slots = new AtomicReferenceArray<>(length);
	}

	/**
	 * Returns the following chunk, which is made if there is none.
	 * @return the next chunk, or this one if the consumer has left it
	 */
	Chunk<E> nextOrNew() {
		Chunk<E> following = this.next.get();
		if (following != null) {
			return following;
		}
		Chunk<E> made = new Chunk<>(this.index + 1, this.slots.length());
		Chunk<E> witness = this.next.compareAndExchange(null, made);
		return (witness != null) ? witness : made;
	}

	/**
	 * Leaves this chunk for ever. Called by the consumer only.
	 * @return the next chunk
	 */
	Chunk<E> leave() {
		Chunk<E> following = this.next.getAndSet(this);
		if (following == null) {
			throw new IllegalStateException("chunk " + this.index + " has no successor");
		}
		return following;
	}

}
