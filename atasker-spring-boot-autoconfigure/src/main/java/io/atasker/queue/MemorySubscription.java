package io.atasker.queue;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber of a {@link MemoryWorkerQueue}. Its state is guarded by the lock of the
 * queue, so that queue and subscription change together; the methods that are not public
 * are called under it, unless they say otherwise.
 */
final class MemorySubscription implements Subscription {

	private static final Logger logger = LoggerFactory.getLogger(MemorySubscription.class);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	private static final Duration LONGEST_GRACE = Duration.ofNanos(Long.MAX_VALUE);

	private final MemoryWorkerQueue queue;

	private final DeliveryHandler handler;

	private final ReentrantLock lock;

	/** Signalled when the last unsettled delivery is settled. */
	private final Condition settled;

	/** Guarded by the lock of the queue, as is all that follows. */
	private final Set<MemoryDelivery> unsettled = new LinkedHashSet<>();

	private int credit;

	private boolean paused;

	private boolean closing;

	MemorySubscription(MemoryWorkerQueue queue, DeliveryHandler handler, ReentrantLock lock) {
		this.queue = queue;
		this.handler = handler;
		this.lock = lock;
		this.settled = lock.newCondition();
		this.credit = queue.spec().credit();
	}

	@Override
	public void pause() {
		this.lock.lock();
		try {
			this.paused = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public void resume() {
		this.lock.lock();
		try {
			this.paused = false;
		}
		finally {
			this.lock.unlock();
		}
		this.queue.deliver();
	}

	@Override
	public void credit(int credit) {
		if (credit < 0) {
			throw new IllegalArgumentException(
					"credit of queue '%s' must not be negative, but is %d".formatted(this.queue.spec().name(), credit));
		}
		this.lock.lock();
		try {
			this.credit = credit;
		}
		finally {
			this.lock.unlock();
		}
		this.queue.deliver();
	}

	boolean wantsMore() {
		return !this.closing && !this.paused && this.unsettled.size() < this.credit;
	}

	void add(MemoryDelivery delivery) {
		this.unsettled.add(delivery);
	}

	void remove(MemoryDelivery delivery) {
		this.unsettled.remove(delivery);
		if (this.unsettled.isEmpty()) {
			this.settled.signalAll();
		}
	}

	List<MemoryDelivery> removeAll() {
		List<MemoryDelivery> all = List.copyOf(this.unsettled);
		this.unsettled.clear();
		this.settled.signalAll();
		return all;
	}

	int inFlight() {
		return this.unsettled.size();
	}

	/**
	 * Calls the handler, outside the lock.
	 * @param delivery what to hand over
	 */
	void handle(MemoryDelivery delivery) {
		if (delivery.lost()) {
			return;
		}
		try {
			this.handler.onDelivery(delivery);
		}
		catch (Throwable ex) {
			boolean released = this.queue.settle(delivery,
					(messages) -> messages.delay(delivery.message().returned(), PAUSE_AFTER_FAILURE));
			Failures.log(logger,
					"the handler of queue '%s' has failed with message '%s', which %s".formatted(
							this.queue.spec().name(), delivery.envelope().id(),
							released ? "comes again in a second" : "was settled before"),
					ex);
		}
	}

	@Override
	public void close(Duration grace) {
		this.lock.lock();
		try {
			this.closing = true;
			awaitSettled(grace);
		}
		finally {
			this.lock.unlock();
		}
		this.queue.unsubscribe(this);
	}

	private void awaitSettled(Duration grace) {
		try {
			long left = (grace.compareTo(LONGEST_GRACE) < 0) ? grace.toNanos() : Long.MAX_VALUE;
			while (left > 0 && !this.unsettled.isEmpty()) {
				left = this.settled.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
