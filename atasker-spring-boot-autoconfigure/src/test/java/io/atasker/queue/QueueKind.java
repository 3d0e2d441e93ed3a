package io.atasker.queue;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Iterator;
import java.util.Queue;

import org.jspecify.annotations.Nullable;

/**
 * The item queues, each of them set up to be first in, first out.
 */
enum QueueKind {

	CHUNKED {

		@Override
		<E> ItemQueue<E> create(long capacity) {
			return ItemQueues.fifo(capacity);
		}

	},

	SMALL_CHUNKS {

		@Override
		<E> ItemQueue<E> create(long capacity) {
			return new ChunkedItemQueue<>(capacity, 1);
		}

	},

	ORDERED {

		@Override
		<E> ItemQueue<E> create(long capacity) {
			return ItemQueues.ordered(capacity, (one, other) -> 0);
		}

	},

	FOREIGN {

		@Override
		<E> ItemQueue<E> create(long capacity) {
			return ItemQueues.create(capacity, OwnQueue.class, null);
		}

	};

	abstract <E> ItemQueue<E> create(long capacity);

	/**
	 * What a user may have written.
	 *
	 * @param <E> the type of the items
	 */
	static class OwnQueue<E> extends AbstractQueue<E> {

		private final Queue<E> items = new ArrayDeque<>();

		@Override
		public boolean offer(E item) {
			return this.items.offer(item);
		}

		@Override
		public @Nullable E poll() {
			return this.items.poll();
		}

		@Override
		public @Nullable E peek() {
			return this.items.peek();
		}

		@Override
		public int size() {
			return this.items.size();
		}

		@Override
		public Iterator<E> iterator() {
			return Collections.emptyIterator();
		}

	}

}
