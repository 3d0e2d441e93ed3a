package io.atasker.worker;

import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.DeadLetters;
import io.atasker.queue.DelayedItems;
import io.atasker.queue.ItemQueue;
import io.atasker.queue.ItemQueues;
import io.atasker.queue.MemoryDeadLetters;
import io.atasker.queue.QueueFullException;
import org.jspecify.annotations.Nullable;

/**
 * There is something to do when an item waits. The items are in memory; the strands drain
 * them themselves.
 * <p>
 * An item is in exactly one place at a time: the queue, the delayed ones, the hand of a
 * strand, or the dead letters. The queue has one consumer at a time: the only strand
 * while the concurrency is 1, whoever holds {@link #consumer} otherwise; {@link Strands}
 * sees to it that nobody takes while that changes.
 */
final class QueueSource extends WorkSource {

	private final WorkerCore core;

	private final ItemQueue<Object> queue;

	private final DelayedItems<QueuedItem> delayed;

	private final MemoryDeadLetters<Object> dead;

	private final RoomForItems room = new RoomForItems();

	private final ReentrantLock consumer = new ReentrantLock();

	private volatile boolean shared;

	/** Items for which there was no room. */
	private final LongAdder rejected = new LongAdder();

	/** Failed executions whose item is tried again. */
	private final AtomicLong retried = new AtomicLong();

	QueueSource(WorkerCore core, WorkerDefinition.QueueSettings settings) {
		this.core = core;
		this.queue = ItemQueues.create(settings.capacity(), settings.queueType(), order(settings));
		this.delayed = new DelayedItems<>(core.time(), core.timers(), this::due);
		this.dead = new MemoryDeadLetters<>(this::redrive);
	}

	private static @Nullable Comparator<Object> order(WorkerDefinition.QueueSettings settings) {
		Comparator<Object> given = settings.comparator();
		if (settings.queueType() == null || (given == null && !Ordering.isPriorityQueue(settings.queueType()))) {
			return null;
		}
		Comparator<Object> order = (given != null) ? given : ItemQueues.naturalOrder();
		return (one, other) -> order.compare(QueuedItem.bare(one), QueuedItem.bare(other));
	}

	/**
	 * Puts an item.
	 * @param item the item
	 * @param options how
	 * @param captured what it brings along, {@code null} for nothing
	 * @return whether there was room
	 */
	boolean offer(Object item, PutOptions options, @Nullable Object captured) {
		int priority = priority(options);
		if (!options.delay().isZero()) {
			return delay(new QueuedItem(item, 1, priority, options.id(), captured), options.delay());
		}
		Object queued = queued(item, options.id(), priority, captured);
		if (size() - this.queue.size() > 0 && isFull()) {
			return false;
		}
		if (!((priority == ItemQueue.DEFAULT_PRIORITY) ? this.queue.offer(queued)
				: this.queue.offer(queued, priority))) {
			return false;
		}
		this.core.wake(1);
		return true;
	}

	boolean offer(Object item) {
		if ((this.delayed.size() > 0 && isFull()) || !this.queue.offer(item)) {
			return false;
		}
		this.core.wake(1);
		return true;
	}

	/** Bare, unless there is more to it. */
	private static Object queued(Object item, @Nullable String id, int priority, @Nullable Object captured) {
		return (id == null && captured == null) ? item : new QueuedItem(item, 1, priority, id, captured);
	}

	private boolean delay(QueuedItem item, Duration delay) {
		if (isFull()) {
			return false;
		}
		this.delayed.add(item, delay);
		return true;
	}

	/**
	 * Appends an item that was promised a place, such as one of a committed transaction.
	 */
	void force(Object item, PutOptions options, @Nullable Object captured) {
		int priority = priority(options);
		if (!options.delay().isZero()) {
			this.delayed.add(new QueuedItem(item, 1, priority, options.id(), captured), options.delay());
			return;
		}
		this.queue.forced(queued(item, options.id(), priority, captured), priority);
		this.core.wake(1);
	}

	boolean isFull() {
		return size() >= this.queue.capacity();
	}

	/** An item was refused. */
	void refused() {
		this.rejected.increment();
	}

	long rejected() {
		return this.rejected.sum();
	}

	QueueFullException full() {
		return new QueueFullException(this.core.name(), size(), this.queue.capacity());
	}

	int priority(PutOptions options) {
		if (options.priority() == null) {
			return ItemQueue.DEFAULT_PRIORITY;
		}
		int priority = options.priority().ordinal();
		if (priority != ItemQueue.DEFAULT_PRIORITY && !this.queue.ordersByPriority()) {
			throw new IllegalArgumentException(
					"the queue of worker '%s' has no priorities; give it queueType = PriorityQueue"
						.formatted(this.core.name()));
		}
		return priority;
	}

	RoomForItems room() {
		return this.room;
	}

	long size() {
		return this.queue.size() + this.delayed.size();
	}

	long capacity() {
		return this.queue.capacity();
	}

	DeadLetters<Object> dead() {
		return this.dead;
	}

	private void due(QueuedItem item) {
		this.queue.forced(item, item.priority());
		this.core.wake(1);
	}

	private boolean redrive(DeadLetter<Object> letter) {
		if (!this.queue.offer(letter.item())) {
			throw full();
		}
		this.core.wake(1);
		return true;
	}

	@Override
	int ready() {
		return this.queue.hasItems() ? (int) Math.min(Integer.MAX_VALUE, Math.max(1, this.queue.size())) : 0;
	}

	@Override
	boolean take(Strand strand) {
		this.core.hooks().beforeTake();
		Object next = poll();
		this.core.hooks().afterTake((next != null) ? QueuedItem.bare(next) : null);
		if (next == null) {
			return false;
		}
		if (next instanceof QueuedItem item) {
			strand.take(ExecutionCause.ITEM, item.item());
			strand.held().take(item);
		}
		else {
			strand.take(ExecutionCause.ITEM, next);
		}
		this.room.signal();
		return true;
	}

	private @Nullable Object poll() {
		if (!this.shared) {
			return this.queue.poll();
		}
		this.consumer.lock();
		try {
			return this.queue.poll();
		}
		finally {
			this.consumer.unlock();
		}
	}

	@Override
	boolean isExhausted(Strand strand, Throwable thrown) {
		return !this.core.definition().errors().retry().isRetried(thrown, strand.held().attempt());
	}

	@Override
	void done(Strand strand, Ending ending, @Nullable Throwable thrown) {
		if (ending == Ending.GIVEN_BACK) {
			giveBack(strand);
		}
		else if (ending.isFailure() && thrown != null) {
			if (strand.isExhausted()) {
				bury(strand, thrown);
			}
			else {
				retry(strand);
			}
		}
	}

	private void giveBack(Strand strand) {
		Held held = strand.held();
		boolean bare = held.attempt() == 1 && held.id() == null && held.captured() == null;
		Object queued = bare ? held.required() : held.again(held.attempt());
		this.consumer.lock();
		try {
			this.queue.returnToHead(queued);
		}
		finally {
			this.consumer.unlock();
		}
	}

	private void retry(Strand strand) {
		int attempt = strand.held().attempt();
		QueuedItem item = strand.held().again(attempt + 1);
		Duration pause = this.core.definition().errors().retry().pauseAfter(attempt);
		this.retried.incrementAndGet();
		if (pause.isZero()) {
			this.queue.forced(item, item.priority());
		}
		else {
			this.delayed.add(item, pause);
		}
	}

	private void bury(Strand strand, Throwable thrown) {
		Held held = strand.held();
		String id = (held.id() != null) ? held.id() : strand.taskId();
		this.dead.add(id, held.required(), held.attempt(), this.core.time().instant(),
				ErrorText.clean(DeadLetter.describe(thrown)));
	}

	@Override
	void settingsChanged() {
		this.queue.capacity(this.core.effective().capacity());
		this.room.signalAll();
	}

	@Override
	void shared(boolean shared) {
		this.shared = shared;
	}

	@Override
	boolean isShared() {
		return this.shared;
	}

	@Override
	boolean isQuiet(long deadline) {
		OptionalLong nextDue = this.delayed.nextDue();
		return !this.queue.hasItems() && (nextDue.isEmpty() || nextDue.getAsLong() - deadline > 0);
	}

	@Override
	@Nullable String delayed() {
		OptionalLong nextDue = this.delayed.nextDue();
		if (nextDue.isEmpty()) {
			return null;
		}
		return "delayed: %d items, the first until %s".formatted(this.delayed.size(),
				WhyWaiting.text(Snapshots.wallTime(this.core, nextDue.getAsLong())));
	}

	@Override
	long pending() {
		return size();
	}

	@Override
	long retried() {
		return this.retried.get();
	}

}
