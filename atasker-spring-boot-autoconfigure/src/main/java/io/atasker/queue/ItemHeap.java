package io.atasker.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A binary heap that orders items by priority, then by a comparator, then by age.
 * <p>
 * It is our own because {@link java.util.PriorityQueue} moves entries while it still asks
 * the comparator: if that throws, an item is lost. Here all questions are asked before
 * the first entry moves.
 *
 * @param <E> the type of the items
 */
final class ItemHeap<E> implements ItemStore<E> {

	private final Comparator<? super E> comparator;

	/** The heap; guarded by the lock of the queue, as is all that follows. */
	private final List<Entry<E>> entries = new ArrayList<>();

	/** How many entries were ever made. */
	private long sequence;

	/** What the comparator threw lately where nobody could be told. */
	private @Nullable RuntimeException failure;

	ItemHeap(Comparator<? super E> comparator) {
		this.comparator = comparator;
	}

	@Override
	@SuppressWarnings("SelfComparison")
	public boolean add(E item, int priority) {
		// A first item meets no other, and priorities keep items apart that will meet
		// later. Ask now, while the caller can still be told.
		this.comparator.compare(item, item);
		if (!this.entries.isEmpty()) {
			this.comparator.compare(item, this.entries.get(0).item);
		}
		Entry<E> entry = new Entry<>(item, priority, this.sequence++);
		int hole = this.entries.size();
		while (hole > 0 && compare(entry, this.entries.get(parent(hole))) < 0) {
			hole = parent(hole);
		}
		this.entries.add(entry);
		for (int at = this.entries.size() - 1; at > hole; at = parent(at)) {
			this.entries.set(at, this.entries.get(parent(at)));
		}
		this.entries.set(hole, entry);
		return true;
	}

	@Override
	public @Nullable E take() {
		if (this.entries.isEmpty()) {
			return null;
		}
		Entry<E> first = this.entries.get(0);
		Entry<E> last = this.entries.remove(this.entries.size() - 1);
		if (!this.entries.isEmpty()) {
			fillTop(last);
		}
		return first.item;
	}

	/** Replaces the top entry and moves those on the way to its place up by one. */
	private void fillTop(Entry<E> entry) {
		int hole = 0;
		for (int child = 1; child < this.entries.size(); child = 2 * hole + 1) {
			int right = child + 1;
			if (right < this.entries.size() && compareOrGuess(this.entries.get(right), this.entries.get(child)) < 0) {
				child = right;
			}
			if (compareOrGuess(entry, this.entries.get(child)) <= 0) {
				break;
			}
			this.entries.set(hole, this.entries.get(child));
			hole = child;
		}
		this.entries.set(hole, entry);
	}

	private static int parent(int child) {
		return (child - 1) >>> 1;
	}

	private int compare(Entry<E> one, Entry<E> other) {
		int result = Integer.compare(other.priority, one.priority);
		if (result == 0) {
			result = this.comparator.compare(one.item, other.item);
		}
		return (result != 0) ? result : Long.compare(one.sequence, other.sequence);
	}

	/**
	 * Compares two items that both were accepted. If that fails now, an item has changed
	 * since: take the older one first rather than nothing, for ever.
	 */
	private int compareOrGuess(Entry<E> one, Entry<E> other) {
		try {
			return compare(one, other);
		}
		catch (RuntimeException ex) {
			this.failure = ex;
			return Long.compare(one.sequence, other.sequence);
		}
	}

	@Override
	public int size() {
		return this.entries.size();
	}

	@Override
	public boolean ordersByPriority() {
		return true;
	}

	/**
	 * Hands out what the comparator threw during {@link #take()}, once.
	 * @return the exception, or {@code null}
	 */
	@Override
	public @Nullable RuntimeException removeFailure() {
		RuntimeException result = this.failure;
		this.failure = null;
		return result;
	}

	private record Entry<E>(E item, int priority, long sequence) {
	}

}
