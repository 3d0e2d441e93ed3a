package io.atasker.worker;

import java.time.Duration;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.DeadLetters;
import io.atasker.queue.DelayedItems;
import io.atasker.queue.ItemQueue;
import io.atasker.queue.ItemQueues;
import io.atasker.queue.MemoryDeadLetters;
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
final class QueueSource extends ItemSource {

	private final WorkerCore core;

	private final ItemQueue<Object> queue;

	private final DelayedItems<QueuedItem> delayed;

	private final MemoryDeadLetters<Object> dead;

	private final RoomForItems room = new RoomForItems();

	private final ReentrantLock consumer = new ReentrantLock();

	private volatile boolean shared;

	/** For waiting and delayed items together. Written under the lock of the room. */
	private volatile long capacity;

	/** Failed executions whose item is tried again. */
	private final AtomicLong retried = new AtomicLong();

	QueueSource(WorkerCore core, WorkerDefinition.QueueSettings settings) {
		super(core);
		this.core = core;
		this.capacity = settings.capacity();
		this.queue = ItemQueues.create(settings.capacity(), settings.queueType(), order(settings));
		this.delayed = new DelayedItems<>(core.time(), core.timers(), this::due);
		this.dead = new MemoryDeadLetters<>(core.name(), this::redrive);
	}

	private static @Nullable Comparator<Object> order(WorkerDefinition.QueueSettings settings) {
		Comparator<Object> given = settings.comparator();
		if (settings.queueType() == null || (given == null && !Ordering.isPriorityQueue(settings.queueType()))) {
			return null;
		}
		Comparator<Object> order = (given != null) ? given : ItemQueues.naturalOrder();
		return (one, other) -> order.compare(QueuedItem.bare(one), QueuedItem.bare(other));
	}

	@Override
	boolean offer(Object item, PutOptions options, @Nullable Object captured) {
		int priority = priority(options);
		if (!options.delay().isZero()) {
			return delay(new QueuedItem(item, 1, priority, options.id(), captured), options.delay());
		}
		return offer(queued(item, priority, options.id(), captured), priority);
	}

	@Override
	boolean offer(Object item) {
		return offer(item, ItemQueue.DEFAULT_PRIORITY);
	}

	private boolean offer(Object queued, int priority) {
		do {
			if (this.delayed.size() > 0 && isFull()) {
				return false;
			}
			boolean accepted = (priority == ItemQueue.DEFAULT_PRIORITY) ? this.queue.offer(queued)
					: this.queue.offer(queued, priority);
			if (accepted) {
				this.core.wake(1);
				return true;
			}
		}
		while (isMoreRoom());
		return false;
	}

	/** Most items wait bare; only what has more to say is wrapped. */
	private static Object queued(Object item, int priority, @Nullable String id, @Nullable Object captured) {
		boolean bare = priority == ItemQueue.DEFAULT_PRIORITY && id == null && captured == null;
		return bare ? item : new QueuedItem(item, 1, priority, id, captured);
	}

	/**
	 * Delayed items take places of the queue: it is told to have so much less room before
	 * the item is counted, so that the capacity is never exceeded by both together.
	 */
	private boolean delay(QueuedItem item, Duration delay) {
		synchronized (this.room) {
			long left = this.capacity - this.delayed.size() - 1;
			this.queue.capacity(Math.max(1, left));
			if (this.queue.size() > left) {
				this.queue.capacity(roomInQueue());
				return false;
			}
			this.delayed.add(item, delay);
			return true;
		}
	}

	/** Delays an item that is not refused any more. */
	private void delayAlways(QueuedItem item, Duration delay) {
		synchronized (this.room) {
			this.delayed.add(item, delay);
			this.queue.capacity(roomInQueue());
		}
	}

	/** Gives the queue the room that delayed items have left. */
	private boolean isMoreRoom() {
		synchronized (this.room) {
			long room = roomInQueue();
			boolean more = room > this.queue.capacity();
			if (more) {
				this.queue.capacity(room);
			}
			return more;
		}
	}

	private long roomInQueue() {
		return Math.max(1, this.capacity - this.delayed.size());
	}

	@Override
	void force(Object item, PutOptions options, @Nullable Object captured) {
		int priority = priority(options);
		if (!options.delay().isZero()) {
			delayAlways(new QueuedItem(item, 1, priority, options.id(), captured), options.delay());
			return;
		}
		this.queue.forced(queued(item, priority, options.id(), captured), priority);
		this.core.wake(1);
	}

	@Override
	boolean isFull() {
		return size() >= this.capacity;
	}

	@Override
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

	@Override
	boolean awaitRoom(BooleanSupplier attempt, long nanos) throws InterruptedException {
		return this.room.await(attempt, nanos);
	}

	@Override
	long size() {
		return this.queue.size() + this.delayed.size();
	}

	@Override
	long capacity() {
		return this.capacity;
	}

	@Override
	DeadLetters<Object> dead() {
		return this.dead;
	}

	private void due(QueuedItem item) {
		this.queue.forced(item, item.priority());
		this.core.wake(1);
	}

	private boolean redrive(DeadLetter<Object> letter) {
		if (!offer(letter.item())) {
			throw full();
		}
		return true;
	}

	@Override
	int ready() {
		return this.queue.hasItems() ? (int) Math.min(Integer.MAX_VALUE, Math.max(1, this.queue.size())) : 0;
	}

	@Override
	boolean take(Strand strand) {
		Object next = this.core.hooks().any() ? pollBetweenHooks() : poll();
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

	private @Nullable Object pollBetweenHooks() {
		this.core.hooks().beforeTake(this.core.handle());
		// The hook may have taken its time.
		Object next = this.core.isOpen() ? poll() : null;
		this.core.hooks().afterTake(this.core.handle(), (next != null) ? QueuedItem.bare(next) : null);
		return next;
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
		Object queued = strand.held().waiting();
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
		if (pause.isZero()) {
			this.queue.forced(item, item.priority());
		}
		else {
			delayAlways(item, pause);
		}
		// Last, so that whoever sees it counted finds it waiting.
		this.retried.incrementAndGet();
	}

	private void bury(Strand strand, Throwable thrown) {
		Held held = strand.held();
		String id = (held.id() != null) ? held.id() : strand.taskId();
		this.dead.add(id, held.required(), held.attempt(), this.core.time().instant(),
				ErrorText.clean(DeadLetter.describe(thrown)));
	}

	@Override
	void settingsChanged() {
		synchronized (this.room) {
			// Read under the lock, or of two changes at once the first might win.
			this.capacity = this.core.effective().capacity();
			this.queue.capacity(roomInQueue());
		}
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
		// One that is on its way to the queue still counts as delayed.
		boolean nothingDue = nextDue.isEmpty() ? this.delayed.size() == 0 : nextDue.getAsLong() - deadline > 0;
		return nothingDue && !this.queue.hasItems();
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
