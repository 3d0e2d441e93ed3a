package io.atasker.queue;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * First in, first out, for many producers and one consumer, without a lock on the way of
 * an item: the capacity is exact, yet nothing is allocated before it is needed, and
 * nothing is ever copied.
 *
 * @param <E> the type of the items
 */
final class ChunkedItemQueue<E> implements ItemQueue<E> {

	/*
	 * Each item has a place, counted from 0. A producer claims the next place and then
	 * fills the slot of that number; the consumer takes the slots in order. Who may claim
	 * a place, how many items there are and why no wake-up is lost is told in Places.
	 *
	 * Slots live in chunks that are linked as they are needed and left to the garbage
	 * collector as they are used up. (Recycling one was not worth its dangers: a chunk
	 * costs four bytes per item, and a chunk that never comes back cannot be mistaken for
	 * another.)
	 *
	 * A producer reads "tail" first, the next place after that, and finds or links the
	 * chunk of that place before it claims it, so that an OutOfMemoryError harms nobody.
	 * Since tail never runs ahead of the places, the walk only goes forward. If it meets
	 * a chunk that the consumer has left, its place was stale; it starts again. It moves
	 * tail before it claims, and the consumer leaves a chunk only when a place in the
	 * next one is claimed, so tail never is a chunk that was left.
	 *
	 * An item that comes back lies in "returned" and counts as not taken; so the next
	 * slot to read is that of the number of items taken and of those returned.
	 */

	private static final int CHUNK_SHIFT = 10;

	private final Places places;

	private final int chunkShift;

	private final int chunkMask;

	/** The youngest chunk with a claimed place, or the one before it. */
	private final AtomicReference<Chunk<E>> tail;

	/** Confined to the consumer: the chunk of the last slot that was read. */
	private Chunk<E> head;

	/** Confined to the consumer: what came back, to be taken before the slots. */
	private final ArrayDeque<E> returned = new ArrayDeque<>(0);

	/**
	 * Confined to the consumer: the size of {@link #returned}, at the price of a read.
	 */
	private int returnedCount;

	ChunkedItemQueue(long capacity) {
		this(capacity, CHUNK_SHIFT);
	}

	ChunkedItemQueue(long capacity, int chunkShift) {
		this.places = new Places(ItemQueues.requireCapacity(capacity));
		this.chunkShift = chunkShift;
		this.chunkMask = (1 << chunkShift) - 1;
		this.head = new Chunk<>(0, 1 << chunkShift);
		this.tail = new AtomicReference<>(this.head);
	}

	@Override
	public boolean offer(E item) {
		Objects.requireNonNull(item, "'item' must not be null");
		while (true) {
			Chunk<E> chunk = this.tail.get();
			long ticket = this.places.ticket();
			if (this.places.hasRoom(ticket)) {
				chunk = chunkOf(ticket, chunk);
				if (chunk != null && this.places.claim(ticket)) {
					fill(chunk, ticket, item);
					return true;
				}
			}
			else if (this.places.isFull(ticket)) {
				return false;
			}
		}
	}

	@Override
	public boolean offer(E item, int priority) {
		ItemQueues.requirePriority(priority);
		if (priority != DEFAULT_PRIORITY) {
			throw ItemQueues.noPriorities(priority);
		}
		return offer(item);
	}

	@Override
	public boolean ordersByPriority() {
		return false;
	}

	@Override
	public void forced(E item) {
		Objects.requireNonNull(item, "'item' must not be null");
		Chunk<E> chunk;
		long ticket;
		do {
			chunk = this.tail.get();
			ticket = this.places.ticket();
			chunk = chunkOf(ticket, chunk);
		}
		while (chunk == null || !this.places.force(ticket));
		fill(chunk, ticket, item);
	}

	@Override
	public void forced(E item, int priority) {
		forced(item);
	}

	private void fill(Chunk<E> chunk, long ticket, E item) {
		chunk.slots.setRelease((int) Places.place(ticket) & this.chunkMask, item);
	}

	/**
	 * Finds or makes the chunk of a place and moves the tail there.
	 * @return the chunk, or {@code null} if the place is out of date
	 */
	private @Nullable Chunk<E> chunkOf(long ticket, Chunk<E> from) {
		long index = Places.place(ticket) >>> this.chunkShift;
		return (from.index == index) ? from : advanceTail(from, index);
	}

	private @Nullable Chunk<E> advanceTail(Chunk<E> from, long index) {
		Chunk<E> chunk = from;
		while (chunk.index < index) {
			Chunk<E> next = chunk.nextOrNew();
			if (next == chunk) {
				return null;
			}
			chunk = next;
		}
		Chunk<E> current = from;
		while (current.index < index && !this.tail.compareAndSet(current, chunk)) {
			current = this.tail.get();
		}
		return chunk;
	}

	@Override
	public @Nullable E poll() {
		if (this.returnedCount != 0) {
			return pollReturned();
		}
		long place = this.places.consumed();
		Chunk<E> chunk = this.head;
		if (chunk.index != place >>> this.chunkShift) {
			if (!this.places.hasItems()) {
				return null;
			}
			chunk = chunk.leave();
			this.head = chunk;
		}
		int slot = (int) place & this.chunkMask;
		E item = chunk.slots.getAcquire(slot);
		if (item == null) {
			item = awaitItem(chunk.slots, slot);
			if (item == null) {
				return null;
			}
		}
		// So that a taken item is not held until its whole chunk is used up.
		chunk.slots.setPlain(slot, null);
		this.places.take(place + 1);
		return item;
	}

	/** Gives a producer that has claimed this slot a moment to fill it. */
	private @Nullable E awaitItem(AtomicReferenceArray<@Nullable E> slots, int slot) {
		if (!this.places.hasItems()) {
			return null;
		}
		E item = slots.getAcquire(slot);
		for (int tries = 0; item == null && tries < SPINS + YIELDS; tries++) {
			if (tries < SPINS) {
				Thread.onSpinWait();
			}
			else {
				Thread.yield();
			}
			item = slots.getAcquire(slot);
		}
		return item;
	}

	private E pollReturned() {
		E item = this.returned.removeFirst();
		this.returnedCount--;
		this.places.take(this.places.consumed() + 1);
		return item;
	}

	@Override
	public void returnToHead(E item) {
		Objects.requireNonNull(item, "'item' must not be null");
		this.returned.addFirst(item);
		this.returnedCount++;
		this.places.giveBack();
	}

	@Override
	public boolean hasItems() {
		return this.places.hasItems();
	}

	@Override
	public long size() {
		return this.places.size();
	}

	@Override
	public long accepted() {
		return this.places.accepted();
	}

	@Override
	public long capacity() {
		return this.places.capacity();
	}

	@Override
	public void capacity(long capacity) {
		this.places.capacity(ItemQueues.requireCapacity(capacity));
	}

}
