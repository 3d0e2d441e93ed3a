package io.atasker.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.TimeSource;
import io.atasker.time.Timer;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Items that are not due yet: delayed puts and retries that wait out their back-off. They
 * hold neither a slot nor a thread, and together need one timer, armed for the first.
 * <p>
 * Items that have come due are handed over on the thread of the timers, in the order of
 * their times, and in the order of arrival where these are equal. All methods are safe
 * from any thread.
 *
 * @param <E> the type of the items
 */
public final class DelayedItems<E> {

	private static final Logger logger = LoggerFactory.getLogger(DelayedItems.class);

	private static final Duration PAUSE_AFTER_REFUSAL = Duration.ofSeconds(1);

	private final TimeSource time;

	private final Timers timers;

	private final Consumer<? super E> whenDue;

	private final Timer timer = Timer.of(this::handOver);

	/*
	 * The timer is armed under the lock, or two threads could arm it in the wrong order
	 * and the earlier deadline would be lost. This is safe: the timers call back outside
	 * their own lock, and never from within schedule() or cancel().
	 */
	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private final PriorityQueue<Entry<E>> entries = new PriorityQueue<>();

	@GuardedBy("lock")
	private long sequence;

	/** Those in the heap and the one being handed over. Written under the lock. */
	private volatile int size;

	/**
	 * Creates an empty set of delayed items.
	 * @param time the clock
	 * @param timers where to arm the timer
	 * @param whenDue receives each item when it is due, outside all locks; must be short.
	 * If it throws, the item stays here for another second
	 */
	public DelayedItems(TimeSource time, Timers timers, Consumer<? super E> whenDue) {
		this.time = time;
		this.timers = timers;
		this.whenDue = whenDue;
	}

	/**
	 * Adds an item.
	 * @param item the item
	 * @param delay how long it has to wait; with zero or less it is handed over as soon
	 * as possible, but never by the calling thread
	 */
	public void add(E item, Duration delay) {
		add(item, this.time.deadlineAfter(delay.isNegative() ? Duration.ZERO : delay));
	}

	/**
	 * Adds an item.
	 * @param item the item
	 * @param due when it is due, on the clock of {@link TimeSource#nanoTime()}
	 */
	public void add(E item, long due) {
		Objects.requireNonNull(item, "'item' must not be null");
		this.lock.lock();
		try {
			insert(item, due);
			this.size++;
		}
		finally {
			this.lock.unlock();
		}
	}

	@GuardedBy("lock")
	private void insert(E item, long due) {
		Entry<E> entry = new Entry<>(item, due, this.sequence++);
		this.entries.add(entry);
		if (this.entries.peek() == entry) {
			this.timers.schedule(this.timer, due);
		}
	}

	private void handOver() {
		for (E item = takeDue(); item != null; item = takeDue()) {
			handedOver(item, isTaken(item));
		}
	}

	/** Whatever is thrown: the others that are due must not be forgotten. */
	private boolean isTaken(E item) {
		try {
			this.whenDue.accept(item);
			return true;
		}
		catch (Throwable ex) {
			Failures.log(logger, "a delayed item could not be handed over; it stays and comes again in a second", ex);
			return false;
		}
	}

	/** Takes an item that is due, or arms the timer for the first that will be. */
	private @Nullable E takeDue() {
		this.lock.lock();
		try {
			Entry<E> first = this.entries.peek();
			if (first == null) {
				return null;
			}
			if (first.due - this.time.nanoTime() > 0) {
				this.timers.schedule(this.timer, first.due);
				return null;
			}
			this.entries.remove();
			return first.item;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void handedOver(E item, boolean accepted) {
		this.lock.lock();
		try {
			if (accepted) {
				this.size--;
			}
			else {
				insert(item, this.time.deadlineAfter(PAUSE_AFTER_REFUSAL));
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns how many items are here. One that is being handed over counts until it has
	 * arrived.
	 * @return the number of items
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Returns when the first item is due.
	 * @return the time on the clock of {@link TimeSource#nanoTime()}; empty if nothing
	 * waits
	 */
	public OptionalLong nextDue() {
		this.lock.lock();
		try {
			Entry<E> first = this.entries.peek();
			return (first != null) ? OptionalLong.of(first.due) : OptionalLong.empty();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Lists the items that wait.
	 * @return the items in the order in which they are due
	 */
	public List<E> list() {
		this.lock.lock();
		try {
			return this.entries.stream().sorted().map(Entry::item).toList();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes all items out, due or not. One that is being handed over is not among them.
	 * @return the items in the order in which they would have been due
	 */
	public List<E> drain() {
		this.lock.lock();
		try {
			List<E> items = new ArrayList<>(this.entries.size());
			for (Entry<E> entry = this.entries.poll(); entry != null; entry = this.entries.poll()) {
				items.add(entry.item);
			}
			this.size -= items.size();
			this.timers.cancel(this.timer);
			return items;
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Entry<E>(E item, long due, long sequence) implements Comparable<Entry<E>> {

		@Override
		public int compareTo(Entry<E> other) {
			int result = Long.signum(this.due - other.due);
			return (result != 0) ? result : Long.compare(this.sequence, other.sequence);
		}

	}

}
