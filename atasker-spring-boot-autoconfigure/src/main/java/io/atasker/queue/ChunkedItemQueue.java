package io.atasker.queue;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;

import com.google.errorprone.annotations.concurrent.GuardedBy;
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
	 * Design.
	 *
	 * Each item has a place, counted from 0. A producer claims place p by moving the
	 * producer index from p to p + 1 and then fills slot p; the consumer takes places in
	 * order. Slots live in chunks that are linked as they are needed and left to the
	 * garbage collector as they are used up. (Recycling one was not worth its dangers: a
	 * chunk costs four bytes per item, and a chunk that never comes back cannot be
	 * mistaken for another.)
	 *
	 * size = producer index - consumer index, always. An item that comes back lies in
	 * "returned" and moves the consumer index down by one; so it needs no word of its own
	 * in size, emptiness or limit. The place of the next slot to read is therefore
	 * consumer index + number of returned items.
	 *
	 * Capacity. The producers compare with LIMIT, a copy of consumer index + capacity
	 * that may be too low, but is never too high at the moment it is read; so they do not
	 * touch the consumer's cache line as long as there is room. Whoever finds it too low
	 * looks at the consumer index and raises it. The limit can also fall, by a smaller
	 * capacity or a returned item, hence it is written under the lock only. A producer
	 * reads the producer index before the limit: if its claim succeeds, the index was the
	 * same all the time, so the queue was not full at the moment it read the limit.
	 *
	 * Finding the chunk. A producer reads "tail" first, the producer index next, and
	 * finds or links the chunk of that place before it claims it (an OutOfMemoryError
	 * harms nobody). Since tail never runs ahead of the producer index, the walk only
	 * goes forward. If it meets a chunk that the consumer has left, its place was stale;
	 * it starts again. It moves tail before it claims, and the consumer leaves a chunk
	 * only when a place in the next one is claimed, so tail never is a chunk that was
	 * left.
	 *
	 * Wake-up. The claim is a compare-and-set and hasItems() a volatile read of the
	 * producer index. Volatile accesses have one total order S, consistent with each
	 * thread's program order. If the producer's read of "active" misses the consumer's
	 * write of it, the read precedes the write in S; then claim < read of active < write
	 * of active < read of the producer index, which sees the claim. A release store of
	 * the index, or a plain read in hasItems(), would lose this (a store can wait in the
	 * store buffer while a later load goes ahead). poll() == null would lose it too: the
	 * slot is filled after the claim, and only with release semantics.
	 */

	private static final int CHUNK_SHIFT = 10;

	/** Words of {@link #words}, 128 bytes apart from each other and from the ends. */
	private static final int PRODUCER = 16;

	private static final int LIMIT = 32;

	private static final int CONSUMER = 48;

	private final AtomicLongArray words = new AtomicLongArray(64);

	private final int chunkShift;

	private final int chunkMask;

	private final Object lock = new Object();

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

	/** Places that were claimed by {@link #forced}. */
	@GuardedBy("lock")
	private long forcedCount;

	/** Written under the lock, read by anyone. */
	private volatile long capacity;

	ChunkedItemQueue(long capacity) {
		this(capacity, CHUNK_SHIFT);
	}

	ChunkedItemQueue(long capacity, int chunkShift) {
		this.capacity = ItemQueues.requireCapacity(capacity);
		this.chunkShift = chunkShift;
		this.chunkMask = (1 << chunkShift) - 1;
		this.head = new Chunk<>(0, 1 << chunkShift);
		this.tail = new AtomicReference<>(this.head);
		this.words.set(LIMIT, this.capacity);
	}

	@Override
	public boolean offer(E item) {
		Objects.requireNonNull(item, "'item' must not be null");
		return append(item, false);
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

	private boolean append(E item, boolean always) {
		while (true) {
			Chunk<E> chunk = this.tail.get();
			long place = this.words.get(PRODUCER);
			if (!always && place >= this.words.get(LIMIT) && !hasRoomFor(place)) {
				return false;
			}
			if (chunk.index != place >>> this.chunkShift) {
				chunk = advanceTail(chunk, place >>> this.chunkShift);
			}
			if (chunk != null && this.words.compareAndSet(PRODUCER, place, place + 1)) {
				chunk.slots.setRelease((int) place & this.chunkMask, item);
				return true;
			}
		}
	}

	/** Called when the limit says no: raises it if the consumer has gone on. */
	private boolean hasRoomFor(long place) {
		if (place - this.words.get(CONSUMER) >= this.capacity) {
			return false;
		}
		synchronized (this.lock) {
			return place < updateLimit(this.words.get(CONSUMER));
		}
	}

	@GuardedBy("lock")
	private long updateLimit(long consumed) {
		long limit = consumed + this.capacity;
		this.words.set(LIMIT, limit);
		return limit;
	}

	/**
	 * Finds or makes the chunk with that number and moves the tail there.
	 * @return the chunk, or {@code null} if the number is out of date
	 */
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
		long place = this.words.getPlain(CONSUMER);
		Chunk<E> chunk = this.head;
		if (chunk.index != place >>> this.chunkShift) {
			if (place == this.words.get(PRODUCER)) {
				return null;
			}
			chunk = chunk.leave();
			this.head = chunk;
		}
		int slot = (int) place & this.chunkMask;
		E item = chunk.slots.getAcquire(slot);
		if (item == null) {
			item = awaitItem(chunk.slots, place);
			if (item == null) {
				return null;
			}
		}
		// So that a taken item is not held until its whole chunk is used up.
		chunk.slots.setPlain(slot, null);
		this.words.setRelease(CONSUMER, place + 1);
		return item;
	}

	private @Nullable E awaitItem(AtomicReferenceArray<@Nullable E> slots, long place) {
		if (place == this.words.get(PRODUCER)) {
			return null;
		}
		int slot = (int) place & this.chunkMask;
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
		this.words.setRelease(CONSUMER, this.words.getPlain(CONSUMER) + 1);
		return item;
	}

	@Override
	public boolean hasItems() {
		// In this order: the consumer index never passes the producer index.
		long consumed = this.words.get(CONSUMER);
		return consumed != this.words.get(PRODUCER);
	}

	@Override
	public long size() {
		long consumed = this.words.get(CONSUMER);
		while (true) {
			long produced = this.words.get(PRODUCER);
			long before = consumed;
			consumed = this.words.get(CONSUMER);
			if (consumed == before) {
				return produced - consumed;
			}
		}
	}

	@Override
	public long accepted() {
		synchronized (this.lock) {
			return this.words.get(PRODUCER) - this.forcedCount;
		}
	}

	@Override
	public long capacity() {
		return this.capacity;
	}

	@Override
	public void capacity(long capacity) {
		ItemQueues.requireCapacity(capacity);
		synchronized (this.lock) {
			this.capacity = capacity;
			updateLimit(this.words.get(CONSUMER));
		}
	}

	@Override
	public void returnToHead(E item) {
		Objects.requireNonNull(item, "'item' must not be null");
		this.returned.addFirst(item);
		this.returnedCount++;
		synchronized (this.lock) {
			long consumed = this.words.getPlain(CONSUMER) - 1;
			// The limit falls first, lest a producer find room that is gone.
			updateLimit(consumed);
			this.words.set(CONSUMER, consumed);
		}
	}

	@Override
	public void forced(E item) {
		Objects.requireNonNull(item, "'item' must not be null");
		synchronized (this.lock) {
			// Under the lock, so that accepted() never sees the one without the other.
			append(item, true);
			this.forcedCount++;
		}
	}

	@Override
	public void forced(E item, int priority) {
		forced(item);
	}

}
