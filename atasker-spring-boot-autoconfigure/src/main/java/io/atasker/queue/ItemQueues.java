package io.atasker.queue;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedList;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TransferQueue;

import org.jspecify.annotations.Nullable;

/**
 * Makes {@link ItemQueue item queues}.
 */
public final class ItemQueues {

	/** The capacity of a queue for which none was configured. */
	public static final long DEFAULT_CAPACITY = 100_000;

	/** Beyond this, "without bound" is meant; sums with it do not overflow. */
	private static final long UNBOUNDED = Long.MAX_VALUE / 2;

	/** What the JDK has that is first in, first out: there the chunks do the same. */
	private static final Set<Class<?>> FIFO = Set.of(Queue.class, Deque.class, BlockingQueue.class, BlockingDeque.class,
			TransferQueue.class, LinkedList.class, ArrayDeque.class, ConcurrentLinkedQueue.class,
			ConcurrentLinkedDeque.class, LinkedBlockingQueue.class, LinkedBlockingDeque.class,
			LinkedTransferQueue.class, ArrayBlockingQueue.class);

	private static final Set<Class<?>> PRIORITY = Set.of(PriorityQueue.class, PriorityBlockingQueue.class);

	private ItemQueues() {
	}

	/**
	 * Makes a queue that is first in, first out and takes no lock on the way of an item.
	 * @param capacity how many items it accepts at most, see {@link ItemQueue#capacity()}
	 * @param <E> the type of the items
	 * @return the queue
	 */
	public static <E> ItemQueue<E> fifo(long capacity) {
		return new ChunkedItemQueue<>(capacity);
	}

	/**
	 * Makes a queue that is ordered by the priority of each item, then by a comparator,
	 * and first in, first out among equals.
	 * @param capacity how many items it accepts at most
	 * @param comparator the order of the items, smallest first; {@code null} for their
	 * {@linkplain #naturalOrder() natural order}
	 * @param <E> the type of the items
	 * @return the queue
	 */
	public static <E> ItemQueue<E> ordered(long capacity, @Nullable Comparator<? super E> comparator) {
		Comparator<? super E> order = (comparator != null) ? comparator : ItemQueues.<E>naturalOrder();
		return new OrderedItemQueue<>(capacity, new ItemHeap<>(order));
	}

	/**
	 * Makes a queue that behaves like a class of queues.
	 * <p>
	 * For the queues of the JDK that are first in, first out, this is {@link #fifo}; for
	 * its priority queues {@link #ordered}. Any other class is instantiated and used
	 * under a lock; it need not be thread-safe.
	 * @param capacity how many items it accepts at most
	 * @param queueType a class that implements {@link Queue}; {@code null} for first in,
	 * first out
	 * @param comparator the order of the items of a priority queue; {@code null} for
	 * their natural order
	 * @param <E> the type of the items
	 * @return the queue
	 * @throws IllegalArgumentException if there is no making such a queue; says why and
	 * what to do
	 */
	public static <E> ItemQueue<E> create(long capacity, @Nullable Class<?> queueType,
			@Nullable Comparator<? super E> comparator) {
		if (queueType != null && PRIORITY.contains(queueType)) {
			return ordered(capacity, comparator);
		}
		if (comparator != null) {
			throw new IllegalArgumentException("a comparator orders nothing in %s; use PriorityQueue as queue type"
				.formatted(
						(queueType != null) ? "'" + queueType.getName() + "'" : "a queue that is first in, first out"));
		}
		if (isFirstInFirstOut(queueType)) {
			return fifo(capacity);
		}
		return new OrderedItemQueue<>(capacity, new ForeignStore<>(instantiate(Objects.requireNonNull(queueType))));
	}

	/**
	 * Returns whether a class of queues has no order of its own.
	 * @param queueType a class that implements {@link Queue}; {@code null} for none
	 * @return whether it is first in, first out
	 */
	public static boolean isFirstInFirstOut(@Nullable Class<?> queueType) {
		return queueType == null || FIFO.contains(queueType);
	}

	/**
	 * Returns the natural order of items, of whatever class they are.
	 * @param <E> the type of the items
	 * @return a comparator that refuses items which are not {@link Comparable} with an
	 * {@link IllegalArgumentException} that names their class
	 */
	public static <E> Comparator<E> naturalOrder() {
		return ItemQueues::compareNaturally;
	}

	@SuppressWarnings("unchecked")
	private static int compareNaturally(Object one, Object other) {
		if (one instanceof Comparable<?>) {
			return ((Comparable<Object>) one).compareTo(other);
		}
		throw new IllegalArgumentException("items of type '" + one.getClass().getName() + "' have no order;"
				+ " let the class implement Comparable or give the queue a Comparator");
	}

	@SuppressWarnings("unchecked")
	private static <E> Queue<E> instantiate(Class<?> queueType) {
		if (!Queue.class.isAssignableFrom(queueType)) {
			throw unusable(queueType, "it does not implement java.util.Queue", null);
		}
		if (DelayQueue.class.isAssignableFrom(queueType)) {
			throw unusable(queueType, "it hides items that are not due; put items with a delay instead", null);
		}
		if (SynchronousQueue.class.isAssignableFrom(queueType)) {
			throw unusable(queueType, "it holds nothing; set a capacity of 1 instead", null);
		}
		try {
			Constructor<?> constructor = queueType.getDeclaredConstructor();
			constructor.setAccessible(true);
			return (Queue<E>) constructor.newInstance();
		}
		catch (NoSuchMethodException ex) {
			throw unusable(queueType, "it has no constructor without parameters; add one", ex);
		}
		catch (InvocationTargetException ex) {
			throw unusable(queueType, "its constructor throws " + ex.getCause(), ex);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			throw unusable(queueType, "it cannot be instantiated; make it a concrete, accessible class", ex);
		}
	}

	private static IllegalArgumentException unusable(Class<?> queueType, String reason, @Nullable Exception cause) {
		return new IllegalArgumentException("queue type '" + queueType.getName() + "' cannot be used: " + reason,
				cause);
	}

	static long requireCapacity(long capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException("capacity of a queue must be at least 1, not " + capacity);
		}
		return Math.min(capacity, UNBOUNDED);
	}

	static void requirePriority(int priority) {
		if (priority < 0 || priority > ItemQueue.HIGHEST_PRIORITY) {
			throw new IllegalArgumentException(
					"priority of an item must be from 0 to %d, not %d".formatted(ItemQueue.HIGHEST_PRIORITY, priority));
		}
	}

	static UnsupportedOperationException noPriorities(int priority) {
		return new UnsupportedOperationException(
				"priority %d of an item means nothing in this queue; use %s as queue type".formatted(priority,
						PriorityQueue.class.getSimpleName()));
	}

}
