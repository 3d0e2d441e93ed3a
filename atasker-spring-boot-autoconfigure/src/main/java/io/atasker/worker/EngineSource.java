package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.DeadLetters;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.ItemQueue;
import io.atasker.queue.QueueFullException;
import io.atasker.queue.QueueStats;
import io.atasker.queue.Subscription;
import io.atasker.queue.WorkerQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * There is something to do when an engine has delivered a message. The engine keeps the
 * items; here is only what it has handed over, at most as much as the concurrency.
 * <p>
 * A delivery waits in {@link #arrived} until a strand takes it, is then in the hand of
 * that strand, and is settled at the end of the execution. What waits while the gate is
 * closed goes back at once: other nodes may have time for it.
 */
final class EngineSource extends ItemSource {

	/** A message that has cost so many nodes is given up. */
	static final int MOST_LOSSES = 10;

	private static final Logger logger = LoggerFactory.getLogger(BackgroundWorker.class);

	/** How long a look for room may be off: others take, too. */
	private static final long ROOM_CHECK = 500_000_000L;

	private final WorkerCore core;

	private final WorkerQueue queue;

	private final DeadLetters<Object> dead;

	private final RoomForItems room = new RoomForItems();

	private final Queue<Delivery> arrived = new ConcurrentLinkedQueue<>();

	/** What each strand works on. */
	private final Map<Strand, Delivery> inHand = new ConcurrentHashMap<>();

	/** Failed executions whose item is tried again. */
	private final AtomicLong retried = new AtomicLong();

	/** What was put here since {@link #counted}. */
	private final AtomicLong putSince = new AtomicLong();

	/** The last numbers that were seen. */
	private volatile @Nullable QueueStats counted;

	/** Whether deliveries are welcome. */
	private volatile boolean taking;

	/** Written by whoever opens and closes the gate, one at a time. */
	private volatile @Nullable Subscription subscription;

	EngineSource(WorkerCore core, WorkerQueue queue) {
		super(core);
		this.core = core;
		this.queue = queue;
		this.dead = new Letters(queue.deadLetters());
	}

	// Putting

	@Override
	boolean offer(Object item) {
		return offer(item, PutOptions.DEFAULTS, null);
	}

	@Override
	boolean offer(Object item, PutOptions options, @Nullable Object captured) {
		if (isFull()) {
			return false;
		}
		try {
			put(item, options);
			return true;
		}
		catch (QueueFullException ex) {
			return false;
		}
	}

	@Override
	void force(Object item, PutOptions options, @Nullable Object captured) {
		put(item, options);
	}

	private void put(Object item, PutOptions options) {
		String id = (options.id() != null) ? options.id() : UUID.randomUUID().toString();
		this.queue.put(new Envelope(id, item, priority(options), options.delay(), Map.of()));
		this.putSince.incrementAndGet();
	}

	@Override
	boolean joinsTransaction() {
		return this.queue.joinsTransaction();
	}

	@Override
	int priority(PutOptions options) {
		return (options.priority() != null) ? options.priority().ordinal() : ItemQueue.DEFAULT_PRIORITY;
	}

	@Override
	boolean awaitRoom(BooleanSupplier attempt, long nanos) throws InterruptedException {
		long left = nanos;
		while (!this.room.await(attempt, Math.min(left, ROOM_CHECK))) {
			left -= ROOM_CHECK;
			if (left <= 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * The engine counts now and then only: what was put here since is added, what others
	 * have put is seen later.
	 */
	@Override
	boolean isFull() {
		QueueStats stats = this.queue.stats();
		// Another count, even if it came to the same: what was put since is gone again.
		if (stats != this.counted) {
			this.counted = stats;
			this.putSince.set(0);
		}
		return stats.ready() >= 0 && waiting(stats) + this.putSince.get() >= capacity();
	}

	@Override
	long size() {
		return waiting(this.queue.stats());
	}

	private static long waiting(QueueStats stats) {
		return Math.max(0, stats.ready()) + Math.max(0, stats.delayed());
	}

	@Override
	long capacity() {
		return this.core.effective().capacity();
	}

	@Override
	DeadLetters<Object> dead() {
		return this.dead;
	}

	// Being delivered to

	@Override
	void opened(boolean newStart) {
		this.taking = true;
		Subscription open = this.subscription;
		if (open == null) {
			open = this.queue.subscribe(this::arrived);
			this.subscription = open;
		}
		open.credit(this.core.effective().concurrency());
		open.resume();
	}

	@Override
	void closed(boolean keep) {
		stopping();
	}

	@Override
	void stopping() {
		this.taking = false;
		Subscription open = this.subscription;
		if (open != null) {
			open.pause();
		}
		giveBackArrived();
	}

	@Override
	void removed() {
		this.taking = false;
		this.queue.close();
	}

	private void arrived(Delivery delivery) {
		this.arrived.add(delivery);
		if (this.taking) {
			this.core.wake(1);
		}
		else {
			giveBackArrived();
		}
	}

	private void giveBackArrived() {
		for (Delivery next = this.arrived.poll(); next != null; next = this.arrived.poll()) {
			next.release();
		}
	}

	@Override
	int ready() {
		return this.arrived.isEmpty() ? 0 : Math.max(1, this.arrived.size());
	}

	@Override
	long pending() {
		return this.arrived.size();
	}

	@Override
	boolean take(Strand strand) {
		Delivery next = this.core.hooks().any() ? pollBetweenHooks() : poll();
		if (next == null) {
			return false;
		}
		Envelope message = next.envelope();
		strand.take(ExecutionCause.ITEM, message.payload());
		strand.held().take(new QueuedItem(message.payload(), next.attempt(), message.priority(), message.id(), null));
		this.inHand.put(strand, next);
		long number = strand.sequence() + 1;
		next.onLost(() -> strand.interrupts().interrupt(Interruption.STOP, number));
		this.room.signal();
		return true;
	}

	private @Nullable Delivery pollBetweenHooks() {
		this.core.hooks().beforeTake(this.core.handle());
		// The hook may have taken its time.
		Delivery next = this.core.isOpen() ? poll() : null;
		this.core.hooks().afterTake(this.core.handle(), (next != null) ? next.envelope().payload() : null);
		return next;
	}

	private @Nullable Delivery poll() {
		Delivery next = this.arrived.poll();
		while (next != null && (next.lost() || isPoison(next))) {
			next = this.arrived.poll();
		}
		return next;
	}

	/** Before it costs one more. */
	private boolean isPoison(Delivery delivery) {
		if (delivery.losses() < MOST_LOSSES) {
			return false;
		}
		logger.error("Worker '{}' gives message '{}' up: {} nodes have died or frozen with it in hand",
				this.core.name(), ErrorText.clean(delivery.envelope().id()), delivery.losses());
		delivery.dead(new IllegalStateException(
				"given up without another attempt: %d nodes have died or frozen with it in hand"
					.formatted(delivery.losses())));
		return true;
	}

	// Settling

	@Override
	boolean isExhausted(Strand strand, Throwable thrown) {
		return !this.core.definition().errors().retry().isRetried(thrown, strand.held().attempt());
	}

	@Override
	void done(Strand strand, Ending ending, @Nullable Throwable thrown) {
		Delivery delivery = this.inHand.remove(strand);
		if (delivery != null && !settle(delivery, strand, ending, thrown) && delivery.lost()
				&& ending != Ending.GIVEN_BACK) {
			logger.warn("Worker '{}' has lost message '{}' while it worked on it, so that another node may do so, too",
					this.core.name(), ErrorText.clean(delivery.envelope().id()));
		}
	}

	private boolean settle(Delivery delivery, Strand strand, Ending ending, @Nullable Throwable thrown) {
		if (ending == Ending.GIVEN_BACK) {
			return delivery.release();
		}
		if (!ending.isFailure()) {
			return delivery.ack();
		}
		if (strand.isExhausted()) {
			return delivery.dead(thrown);
		}
		Duration pause = this.core.definition().errors().retry().pauseAfter(delivery.attempt());
		boolean settled = delivery.retry(pause, thrown);
		if (settled) {
			this.retried.incrementAndGet();
		}
		return settled;
	}

	@Override
	long retried() {
		return this.retried.get();
	}

	@Override
	void settingsChanged() {
		Subscription open = this.subscription;
		if (open != null) {
			open.credit(this.core.effective().concurrency());
		}
		this.room.signalAll();
	}

	/** The dead letters without their envelopes. */
	private record Letters(DeadLetters<Envelope> letters) implements DeadLetters<Object> {

		@Override
		public List<DeadLetter<Object>> list(int limit) {
			return this.letters.list(limit)
				.stream()
				.map((letter) -> new DeadLetter<>(letter.id(), letter.item().payload(), letter.attempts(), letter.at(),
						letter.error()))
				.toList();
		}

		@Override
		public int size() {
			return this.letters.size();
		}

		@Override
		public boolean redrive(String id) {
			return this.letters.redrive(id);
		}

		@Override
		public int redriveAll() {
			return this.letters.redriveAll();
		}

		@Override
		public boolean purge(String id) {
			return this.letters.purge(id);
		}

		@Override
		public int purgeAll() {
			return this.letters.purgeAll();
		}

	}

}
