package io.atasker.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of the {@link MemoryQueueProvider}.
 */
final class MemoryWorkerQueue implements WorkerQueue {

	private static final Logger logger = LoggerFactory.getLogger(MemoryWorkerQueue.class);

	/*
	 * One lock guards where each message is: ready, delayed, dead or in the hands of the
	 * subscriber; so none is ever in two places. It also guards the state of deliveries
	 * and subscriptions. Delayed items and dead letters have locks of their own, which
	 * are taken inside this one, never around it. Handlers and other foreign code are
	 * called outside.
	 *
	 * Whatever may make a delivery possible calls deliver() after it has left the lock.
	 * The thread that finds "calls" at zero delivers until nothing is possible any more;
	 * the others only leave a note there. So handlers are called one at a time, and a
	 * handler that settles at once does not recurse.
	 */
	private final ReentrantLock lock = new ReentrantLock();

	private final AtomicInteger calls = new AtomicInteger();

	private final QueueSpec spec;

	private final @Nullable PayloadCodec copier;

	private final Consumer<MemoryWorkerQueue> whenClosed;

	private final DeadLetters<Envelope> dead;

	@GuardedBy("lock")
	private final MemoryMessages messages;

	@GuardedBy("lock")
	private @Nullable MemorySubscription subscription;

	@GuardedBy("lock")
	private boolean closed;

	MemoryWorkerQueue(QueueSpec spec, TimeSource time, Timers timers, boolean copy,
			Consumer<MemoryWorkerQueue> whenClosed) {
		this.spec = spec;
		this.copier = copy ? spec.codec() : null;
		this.whenClosed = whenClosed;
		this.messages = new MemoryMessages(spec, time, timers, this::due, this::redrive);
		this.dead = this.messages.deadLetters();
	}

	@Override
	public QueueSpec spec() {
		return this.spec;
	}

	@Override
	public void put(Envelope envelope) {
		if (envelope.priority() >= this.spec.priorityLevels()) {
			throw new IllegalArgumentException("priority %d of message '%s' is too high for queue '%s', which has %d"
				.formatted(envelope.priority(), envelope.id(), this.spec.name(), this.spec.priorityLevels()));
		}
		accept(copy(envelope));
	}

	private Envelope copy(Envelope envelope) {
		PayloadCodec codec = this.copier;
		return (codec != null) ? envelope.withPayload(codec.decode(codec.encode(envelope.payload()))) : envelope;
	}

	private void accept(Envelope envelope) {
		this.lock.lock();
		try {
			if (this.closed) {
				throw new QueueClosedException(this.spec.name());
			}
			this.messages.accept(envelope);
		}
		finally {
			this.lock.unlock();
		}
		deliver();
	}

	private void due(MemoryMessage message) {
		this.lock.lock();
		try {
			if (!this.closed) {
				this.messages.enqueue(message);
			}
		}
		finally {
			this.lock.unlock();
		}
		deliver();
	}

	private boolean redrive(DeadLetter<Envelope> letter) {
		accept(letter.item().withDelay(Duration.ZERO));
		return true;
	}

	@Override
	public Subscription subscribe(DeliveryHandler handler) {
		MemorySubscription made = new MemorySubscription(this, handler, this.lock);
		this.lock.lock();
		try {
			if (this.closed) {
				throw new QueueClosedException(this.spec.name());
			}
			if (this.subscription != null) {
				throw new IllegalStateException("queue '%s' has a subscription already".formatted(this.spec.name()));
			}
			this.subscription = made;
		}
		finally {
			this.lock.unlock();
		}
		deliver();
		return made;
	}

	/**
	 * Ends a subscription: what it has in hand is lost to it and ready again.
	 * @param ended the subscription, which makes no further deliveries
	 */
	void unsubscribe(MemorySubscription ended) {
		List<MemoryDelivery> lost;
		this.lock.lock();
		try {
			lost = ended.removeAll();
			lost.forEach((delivery) -> delivery.end(MemoryDelivery.State.LOST));
			for (MemoryDelivery delivery : lost) {
				this.messages.enqueue(delivery.message().returned());
			}
			if (this.subscription == ended) {
				this.subscription = null;
			}
		}
		finally {
			this.lock.unlock();
		}
		lost.forEach(MemoryDelivery::tellLost);
		deliver();
	}

	/**
	 * Hands over what can be handed over. Called outside the lock.
	 */
	void deliver() {
		int seen = this.calls.incrementAndGet();
		if (seen != 1) {
			return;
		}
		while (seen != 0) {
			while (deliverOne()) {
				// On with the next one.
			}
			seen = this.calls.addAndGet(-seen);
		}
	}

	private boolean deliverOne() {
		MemorySubscription target;
		MemoryDelivery delivery;
		this.lock.lock();
		try {
			target = this.subscription;
			if (target == null || !target.wantsMore()) {
				return false;
			}
			MemoryMessage message = this.messages.take();
			if (message == null) {
				return false;
			}
			delivery = new MemoryDelivery(this, target, message);
			target.add(delivery);
		}
		finally {
			this.lock.unlock();
		}
		target.handle(delivery);
		return true;
	}

	/**
	 * Settles a delivery, if it is not settled yet.
	 * @param delivery the delivery
	 * @param outcome what becomes of the message, done under the lock
	 * @return whether this call has settled it
	 */
	boolean settle(MemoryDelivery delivery, Consumer<MemoryMessages> outcome) {
		this.lock.lock();
		try {
			if (!delivery.end(MemoryDelivery.State.SETTLED)) {
				return false;
			}
			delivery.subscription().remove(delivery);
			outcome.accept(this.messages);
		}
		finally {
			this.lock.unlock();
		}
		deliver();
		return true;
	}

	@Override
	public QueueStats stats() {
		this.lock.lock();
		try {
			int inFlight = (this.subscription != null) ? this.subscription.inFlight() : 0;
			return this.messages.count(inFlight);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public DeadLetters<Envelope> deadLetters() {
		return this.dead;
	}

	@Override
	public void close() {
		MemorySubscription open;
		this.lock.lock();
		try {
			if (this.closed) {
				return;
			}
			this.closed = true;
			open = this.subscription;
		}
		finally {
			this.lock.unlock();
		}
		if (open != null) {
			open.close(Duration.ZERO);
		}
		forget();
		this.whenClosed.accept(this);
	}

	private void forget() {
		int left;
		this.lock.lock();
		try {
			left = this.messages.forget();
		}
		finally {
			this.lock.unlock();
		}
		if (left > 0) {
			logger.warn("Queue '{}' is closed and forgets {} messages, since it is in memory only", this.spec.name(),
					left);
		}
	}

}
