package io.atasker.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Dead letters in memory. Of too many the oldest are dropped and counted, and the log
 * says so.
 *
 * @param <T> the type of the items
 */
public final class MemoryDeadLetters<T> implements DeadLetters<T> {

	/** How many letters are kept if nothing else is said. */
	public static final int DEFAULT_LIMIT = 1000;

	private static final Logger logger = LoggerFactory.getLogger(MemoryDeadLetters.class);

	private final String queue;

	private final int limit;

	private final Predicate<? super DeadLetter<T>> redriver;

	private final ReentrantLock lock = new ReentrantLock();

	/** By id, the oldest first. A letter that is being redriven keeps its place. */
	@GuardedBy("lock")
	private final Map<String, Slot<T>> slots = new LinkedHashMap<>();

	/** How many slots are being redriven. */
	@GuardedBy("lock")
	private int moving;

	/** How many ids were taken already when a letter came. */
	@GuardedBy("lock")
	private long repeated;

	/** Written under the lock, read by anyone. */
	private volatile long dropped;

	/** How many must be lost for the log to hear of it. */
	@GuardedBy("lock")
	private long tellAt = 1;

	/**
	 * Creates a place for {@value #DEFAULT_LIMIT} letters.
	 * @param queue whose letters they are, for the log
	 * @param redriver puts an item back into its queue and answers whether it was
	 * accepted; called outside the lock
	 */
	public MemoryDeadLetters(String queue, Predicate<? super DeadLetter<T>> redriver) {
		this(queue, DEFAULT_LIMIT, redriver);
	}

	/**
	 * Creates a place for letters.
	 * @param queue whose letters they are, for the log
	 * @param limit how many letters are kept, at least 1
	 * @param redriver puts an item back into its queue and answers whether it was
	 * accepted; called outside the lock
	 */
	public MemoryDeadLetters(String queue, int limit, Predicate<? super DeadLetter<T>> redriver) {
		if (limit < 1) {
			throw new IllegalArgumentException("limit of dead letters must be at least 1, not " + limit);
		}
		this.queue = queue;
		this.limit = limit;
		this.redriver = redriver;
	}

	/**
	 * Adds a letter.
	 * @param id the id of the item; if a letter has it already, a number is appended
	 * @param item the item
	 * @param attempts how many times it was tried
	 * @param at when it was given up
	 * @param error what went wrong, see {@link DeadLetter#describe(Throwable)}
	 * @return the letter
	 */
	public DeadLetter<T> add(String id, T item, int attempts, Instant at, String error) {
		Objects.requireNonNull(id, "'id' must not be null");
		Objects.requireNonNull(item, "'item' must not be null");
		DeadLetter<T> letter;
		boolean told;
		this.lock.lock();
		try {
			String free = id;
			while (this.slots.containsKey(free)) {
				free = id + "-" + (++this.repeated);
			}
			letter = new DeadLetter<>(free, item, attempts, at, error);
			this.slots.put(free, new Slot<>(letter));
			told = dropOldest();
		}
		finally {
			this.lock.unlock();
		}
		if (told) {
			logger.warn("Queue '{}' has had more than {} dead letters: the oldest are lost, {} by now", this.queue,
					this.limit, this.dropped);
		}
		return letter;
	}

	/**
	 * Returns whether to tell of it: of the first, and when they are ten times as many.
	 */
	@GuardedBy("lock")
	private boolean dropOldest() {
		long before = this.dropped;
		Iterator<Slot<T>> oldest = this.slots.values().iterator();
		while (this.slots.size() > this.limit && oldest.hasNext()) {
			// One that is on its way may come back, and must not find its place lost.
			if (!oldest.next().moving) {
				oldest.remove();
				this.dropped++;
			}
		}
		if (this.dropped == before || this.dropped < this.tellAt) {
			return false;
		}
		this.tellAt = this.dropped * 10;
		return true;
	}

	@Override
	public List<DeadLetter<T>> list(int limit) {
		List<DeadLetter<T>> letters;
		this.lock.lock();
		try {
			letters = staying();
		}
		finally {
			this.lock.unlock();
		}
		Collections.reverse(letters);
		return List.copyOf(letters.subList(0, Math.min(Math.max(limit, 0), letters.size())));
	}

	@GuardedBy("lock")
	private List<DeadLetter<T>> staying() {
		List<DeadLetter<T>> letters = new ArrayList<>(this.slots.size());
		for (Slot<T> slot : this.slots.values()) {
			if (!slot.moving) {
				letters.add(slot.letter);
			}
		}
		return letters;
	}

	@Override
	public int size() {
		this.lock.lock();
		try {
			return this.slots.size() - this.moving;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Returns how many letters had to go because there were too many.
	 * @return the number of items that are lost
	 */
	public long dropped() {
		return this.dropped;
	}

	@Override
	public boolean redrive(String id) {
		Slot<T> slot = beginMoving(id);
		if (slot == null) {
			return false;
		}
		boolean accepted = false;
		try {
			accepted = this.redriver.test(slot.letter);
		}
		finally {
			endMoving(slot, accepted);
		}
		return accepted;
	}

	private @Nullable Slot<T> beginMoving(String id) {
		this.lock.lock();
		try {
			Slot<T> slot = this.slots.get(id);
			if (slot == null || slot.moving) {
				return null;
			}
			slot.moving = true;
			this.moving++;
			return slot;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void endMoving(Slot<T> slot, boolean accepted) {
		this.lock.lock();
		try {
			slot.moving = false;
			this.moving--;
			if (accepted) {
				this.slots.remove(slot.letter.id());
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int redriveAll() {
		List<DeadLetter<T>> letters;
		this.lock.lock();
		try {
			letters = staying();
		}
		finally {
			this.lock.unlock();
		}
		int redriven = 0;
		for (DeadLetter<T> letter : letters) {
			redriven += redriveQuietly(letter) ? 1 : 0;
		}
		return redriven;
	}

	private boolean redriveQuietly(DeadLetter<T> letter) {
		try {
			return redrive(letter.id());
		}
		catch (RuntimeException ex) {
			logger.debug("Dead letter '{}' stays: its queue refused it", letter.id(), ex);
			return false;
		}
	}

	@Override
	public boolean purge(String id) {
		this.lock.lock();
		try {
			Slot<T> slot = this.slots.get(id);
			return slot != null && !slot.moving && this.slots.remove(id, slot);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int purgeAll() {
		this.lock.lock();
		try {
			int before = this.slots.size();
			this.slots.values().removeIf((slot) -> !slot.moving);
			return before - this.slots.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	private static final class Slot<T> {

		private final DeadLetter<T> letter;

		/** On its way back to the queue; guarded by the lock of the letters. */
		private boolean moving;

		private Slot(DeadLetter<T> letter) {
			this.letter = letter;
		}

	}

}
