package io.atasker.queue;

import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Items in whatever order an {@link ItemStore} gives them, under one lock. Comparators
 * and foreign queues are called under it, since the order is theirs.
 *
 * @param <E> the type of the items
 */
final class OrderedItemQueue<E> implements ItemQueue<E> {

	private static final Logger logger = LoggerFactory.getLogger(OrderedItemQueue.class);

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final ItemStore<E> store;

	private final boolean ordersByPriority;

	/** What is taken before the store is asked. */
	@GuardedBy("lock")
	private final ArrayDeque<E> returned = new ArrayDeque<>(0);

	private final AtomicBoolean reported = new AtomicBoolean();

	/**
	 * Items here and in the store. Written under the lock, read by anyone: together with
	 * a volatile flag of the caller this is what no wake-up is lost by.
	 */
	private volatile long size;

	/** Written under the lock, read by anyone. */
	private volatile long accepted;

	private volatile long capacity;

	OrderedItemQueue(long capacity, ItemStore<E> store) {
		this.capacity = ItemQueues.requireCapacity(capacity);
		this.store = store;
		this.ordersByPriority = store.ordersByPriority();
	}

	@Override
	public boolean offer(E item) {
		return offer(item, DEFAULT_PRIORITY);
	}

	@Override
	public boolean offer(E item, int priority) {
		Objects.requireNonNull(item, "'item' must not be null");
		ItemQueues.requirePriority(priority);
		if (priority != DEFAULT_PRIORITY && !this.ordersByPriority) {
			throw ItemQueues.noPriorities(priority);
		}
		this.lock.lock();
		try {
			if (this.size >= this.capacity || !this.store.add(item, priority)) {
				return false;
			}
			this.accepted++;
			this.size++;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public boolean ordersByPriority() {
		return this.ordersByPriority;
	}

	@Override
	public @Nullable E poll() {
		E item;
		RuntimeException failure;
		long dropped = 0;
		this.lock.lock();
		try {
			item = this.returned.pollFirst();
			if (item == null) {
				item = this.store.take();
			}
			if (item != null) {
				this.size--;
			}
			else if (this.size > this.store.size()) {
				dropped = this.size - this.store.size();
				this.size -= dropped;
			}
			failure = this.store.removeFailure();
		}
		finally {
			this.lock.unlock();
		}
		if (dropped > 0) {
			logger.warn("The queue class of the worker has dropped {} accepted items", dropped);
		}
		if (failure != null) {
			report(failure);
		}
		return item;
	}

	private void report(RuntimeException failure) {
		if (this.reported.compareAndSet(false, true)) {
			logger.warn("Items that were accepted cannot be compared any more; they stay, but may be taken"
					+ " in another order. This is logged once.", failure);
		}
	}

	@Override
	public boolean hasItems() {
		return this.size > 0;
	}

	@Override
	public long size() {
		return this.size;
	}

	@Override
	public long accepted() {
		return this.accepted;
	}

	@Override
	public long capacity() {
		return this.capacity;
	}

	@Override
	public void capacity(long capacity) {
		this.capacity = ItemQueues.requireCapacity(capacity);
	}

	@Override
	public void returnToHead(E item) {
		Objects.requireNonNull(item, "'item' must not be null");
		this.lock.lock();
		try {
			this.returned.addFirst(item);
			this.size++;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void forced(E item) {
		forced(item, DEFAULT_PRIORITY);
	}

	@Override
	public void forced(E item, int priority) {
		Objects.requireNonNull(item, "'item' must not be null");
		RuntimeException failure = null;
		this.lock.lock();
		try {
			failure = addOrReturn(item, priority);
			this.size++;
		}
		finally {
			this.lock.unlock();
		}
		if (failure != null) {
			report(failure);
		}
	}

	/**
	 * Adds an item; one that the store refuses is taken next, for it must not be lost.
	 */
	@GuardedBy("lock")
	private @Nullable RuntimeException addOrReturn(E item, int priority) {
		RuntimeException failure = null;
		try {
			if (this.store.add(item, priority)) {
				return null;
			}
		}
		catch (RuntimeException ex) {
			failure = ex;
		}
		this.returned.addLast(item);
		return failure;
	}

}
