package io.atasker.queue;

import java.util.concurrent.atomic.AtomicLongArray;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * Counts the places of a {@link ChunkedItemQueue}: which one is next, which one is taken,
 * and whether there is room for more.
 */
final class Places {

	/*
	 * Three words, each on cache lines of its own:
	 *
	 * PRODUCER is the number of places that were ever claimed, and an epoch in the lower
	 * bits. A claim is a compare-and-set to the next place in the same epoch.
	 *
	 * CONSUMER is the number of items that were taken and have not come back. So size =
	 * PRODUCER - CONSUMER, always, wherever the items are.
	 *
	 * LIMIT is a copy of CONSUMER + capacity: up to there producers claim without a look
	 * at the consumer's line. It may be too low, and whoever finds it so raises it. It is
	 * written under the lock only.
	 *
	 * Room can also vanish, when an item comes back or the capacity changes. Then the
	 * limit is closed, which sends producers to the lock, and the epoch changes, which
	 * makes the claim of those fail that have read the limit before. So a claim succeeds
	 * only if there was room at that very moment. (The epoch wraps after 256 changes; a
	 * producer that sleeps for exactly so many of them, while nobody else claims a place,
	 * may claim one too many. That leaves 2^55 places.)
	 *
	 * Wake-up. A claim and the read in hasItems() are volatile accesses of PRODUCER.
	 * These have one total order S with all other volatile accesses, the caller's among
	 * them, consistent with each thread's program order. If the producer's read of
	 * "active" misses the consumer's write of it, the read precedes the write in S; then
	 * claim < read of active < write of active < read in hasItems(), which sees the
	 * claim. A release store of PRODUCER, or a plain read in hasItems(), would lose this:
	 * a store can wait in the store buffer while a later load goes ahead.
	 */

	private static final int PRODUCER = 16;

	private static final int LIMIT = 32;

	private static final int CONSUMER = 48;

	private static final int WORDS = 64;

	private static final int EPOCH_BITS = 8;

	private static final long EPOCH = (1 << EPOCH_BITS) - 1;

	private static final long CLOSED = Long.MIN_VALUE;

	private final AtomicLongArray words = new AtomicLongArray(WORDS);

	private final Object lock = new Object();

	/** How many places were claimed by {@link #force}. */
	@GuardedBy("lock")
	private long forced;

	/** Written under the lock, read by anyone. */
	private volatile long capacity;

	Places(long capacity) {
		this.capacity = capacity;
		this.words.set(LIMIT, capacity);
	}

	/**
	 * Reads the state that a claim starts from.
	 * @return the number of the next place, and the epoch
	 */
	long ticket() {
		return this.words.get(PRODUCER);
	}

	static long place(long ticket) {
		return ticket >>> EPOCH_BITS;
	}

	/**
	 * Returns whether a place is known to be within the capacity.
	 * @param ticket what to claim
	 * @return {@code false} if it is worth asking {@link #isFull}
	 */
	boolean hasRoom(long ticket) {
		return place(ticket) < this.words.get(LIMIT);
	}

	/**
	 * Looks for room beyond the limit.
	 * @param ticket what to claim
	 * @return whether there was none at some moment of this call; otherwise things have
	 * changed and it is worth starting again
	 */
	boolean isFull(long ticket) {
		long room = this.capacity;
		if (place(ticket) - this.words.get(CONSUMER) < room) {
			raiseLimit(place(ticket));
			return false;
		}
		return this.words.get(PRODUCER) == ticket;
	}

	private void raiseLimit(long place) {
		synchronized (this.lock) {
			if (place >= this.words.get(LIMIT)) {
				openLimit();
			}
		}
	}

	@GuardedBy("lock")
	private void openLimit() {
		this.words.set(LIMIT, this.words.get(CONSUMER) + this.capacity);
	}

	/** Sends all producers to the lock, those too that have seen the limit already. */
	@GuardedBy("lock")
	private void closeLimit() {
		this.words.set(LIMIT, CLOSED);
		long ticket;
		do {
			ticket = this.words.get(PRODUCER);
		}
		while (!this.words.compareAndSet(PRODUCER, ticket, (ticket & ~EPOCH) | ((ticket + 1) & EPOCH)));
	}

	/**
	 * Claims a place.
	 * @param ticket which place
	 * @return whether it was still the next one and the epoch is the same
	 */
	boolean claim(long ticket) {
		return this.words.compareAndSet(PRODUCER, ticket, ticket + EPOCH + 1);
	}

	/**
	 * Claims a place that {@link #accepted()} does not count.
	 * @param ticket which place
	 * @return whether it was still the next one and the epoch is the same
	 */
	boolean force(long ticket) {
		synchronized (this.lock) {
			boolean claimed = claim(ticket);
			this.forced += claimed ? 1 : 0;
			return claimed;
		}
	}

	/**
	 * Returns how many items are gone. Called by the consumer, who alone changes it.
	 * @return the number of items that were taken and have not come back
	 */
	long consumed() {
		return this.words.getPlain(CONSUMER);
	}

	/**
	 * Notes that an item is taken. Called by the consumer.
	 * @param consumed how many are gone now
	 */
	void take(long consumed) {
		this.words.setRelease(CONSUMER, consumed);
	}

	/**
	 * Notes that an item has come back. Called by the consumer.
	 */
	void giveBack() {
		synchronized (this.lock) {
			closeLimit();
			this.words.set(CONSUMER, this.words.getPlain(CONSUMER) - 1);
			openLimit();
		}
	}

	boolean hasItems() {
		// In this order: the consumer never passes the producers.
		long consumed = this.words.get(CONSUMER);
		return consumed != place(this.words.get(PRODUCER));
	}

	long size() {
		long consumed = this.words.get(CONSUMER);
		while (true) {
			long produced = place(this.words.get(PRODUCER));
			long before = consumed;
			consumed = this.words.get(CONSUMER);
			if (consumed == before) {
				return produced - consumed;
			}
		}
	}

	long accepted() {
		synchronized (this.lock) {
			return place(this.words.get(PRODUCER)) - this.forced;
		}
	}

	long capacity() {
		return this.capacity;
	}

	void capacity(long capacity) {
		synchronized (this.lock) {
			closeLimit();
			this.capacity = capacity;
			openLimit();
		}
	}

}
