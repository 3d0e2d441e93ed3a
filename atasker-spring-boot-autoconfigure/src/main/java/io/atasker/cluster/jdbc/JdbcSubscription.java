package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.atasker.queue.DeliveryHandler;
import io.atasker.queue.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber of a queue in the table.
 * <p>
 * A {@link JdbcConsumer} has as many threads as it may have messages in hand, for all of
 * its life. So more credit needs a further consumer. With less credit all are retired,
 * which means that they take nothing more and live until their last message is settled,
 * and others follow, as far as the messages of the retired ones leave room.
 */
final class JdbcSubscription implements Subscription {

	private static final Logger logger = LoggerFactory.getLogger(JdbcSubscription.class);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	/** A consumer for less than this part of the credit is not worth its polling. */
	private static final int FEW = 4;

	private static final Duration LONGEST_GRACE = Duration.ofNanos(Long.MAX_VALUE);

	private final JdbcWorkerQueue queue;

	private final DeliveryHandler handler;

	private final ReentrantLock lock = new ReentrantLock();

	/** Signalled when the last unsettled delivery is settled. */
	private final Condition empty = this.lock.newCondition();

	@GuardedBy("lock")
	private final Set<JdbcDelivery> unsettled = new LinkedHashSet<>();

	/** Those that take nothing more and are not stopped yet. */
	@GuardedBy("lock")
	private final List<JdbcConsumer> retired = new ArrayList<>();

	@GuardedBy("lock")
	private final List<JdbcConsumer> active = new ArrayList<>();

	@GuardedBy("lock")
	private int credit;

	@GuardedBy("lock")
	private boolean paused;

	@GuardedBy("lock")
	private boolean closing;

	JdbcSubscription(JdbcWorkerQueue queue, DeliveryHandler handler) {
		this.queue = queue;
		this.handler = handler;
		this.credit = queue.spec().credit();
	}

	// What the user does

	@Override
	public void pause() {
		this.lock.lock();
		try {
			// Under the lock, here and below: it is only a flag. A consumer that looked
			// on while nothing is taken would lock and give back the same messages for
			// ever.
			this.paused = true;
			this.active.forEach(JdbcConsumer::pause);
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
			this.active.forEach(JdbcConsumer::resume);
		}
		finally {
			this.lock.unlock();
		}
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
		adjust();
	}

	/** There may be a message that is due. */
	void hint() {
		List<JdbcConsumer> consumers;
		this.lock.lock();
		try {
			consumers = List.copyOf(this.active);
		}
		finally {
			this.lock.unlock();
		}
		consumers.forEach(JdbcConsumer::hint);
	}

	/** Sees to it that there are as many threads as the credit allows. */
	void adjust() {
		List<JdbcConsumer> ended;
		JdbcConsumer made = null;
		this.lock.lock();
		try {
			if (!this.closing && given() > this.credit) {
				this.active.forEach(JdbcConsumer::retire);
				this.retired.addAll(this.active);
				this.active.clear();
			}
			ended = this.retired.stream().filter(JdbcConsumer::isIdle).toList();
			this.retired.removeAll(ended);
			int missing = missing();
			if (!this.closing && missing > 0) {
				made = new JdbcConsumer(this.queue, this, missing);
				this.active.add(made);
				if (this.paused) {
					made.pause();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
		if (made != null) {
			made.start();
		}
		ended.forEach(this.queue.database()::stopAside);
	}

	@GuardedBy("lock")
	private int given() {
		return this.active.stream().mapToInt(JdbcConsumer::credit).sum();
	}

	/** How many threads are worth another consumer. */
	@GuardedBy("lock")
	private int missing() {
		int elsewhere = this.retired.stream().mapToInt(JdbcConsumer::inHand).sum();
		int missing = Math.max(0, this.credit - elsewhere - given());
		boolean few = elsewhere > 0 && missing < this.credit / FEW;
		return few ? 0 : missing;
	}

	@Override
	public void close(Duration grace) {
		List<JdbcConsumer> all = beginClosing();
		boolean interrupted = !awaitSettled(grace);
		unsettled().forEach(JdbcDelivery::lose);
		// What db-scheduler waits for is written in a moment, and an interrupt would
		// spoil it.
		interrupted |= Thread.interrupted();
		all.forEach(JdbcConsumer::stop);
		this.queue.unsubscribe(this);
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private List<JdbcConsumer> beginClosing() {
		this.lock.lock();
		try {
			this.closing = true;
			List<JdbcConsumer> all = new ArrayList<>(this.retired);
			all.addAll(this.active);
			all.forEach(JdbcConsumer::pause);
			this.active.clear();
			this.retired.clear();
			return all;
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean awaitSettled(Duration grace) {
		this.lock.lock();
		try {
			long left = (grace.compareTo(LONGEST_GRACE) < 0) ? grace.toNanos() : Long.MAX_VALUE;
			while (left > 0 && !this.unsettled.isEmpty()) {
				left = this.empty.awaitNanos(left);
			}
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<JdbcDelivery> unsettled() {
		this.lock.lock();
		try {
			return List.copyOf(this.unsettled);
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Takes away what other nodes may have by now. */
	void loseOverdue() {
		for (JdbcDelivery delivery : unsettled()) {
			if (delivery.isOverdue()) {
				logger.warn(
						"Message '{}' of queue '{}' is lost: its heartbeat could not be written for too long, and"
								+ " another node may be at work on it",
						delivery.envelope().id(), this.queue.spec().name());
				delivery.lose();
			}
		}
	}

	// What the consumers do

	/**
	 * Hands a message over and waits until it is settled.
	 * @param delivery the message
	 * @return what becomes of it
	 */
	Settlement deliver(JdbcDelivery delivery) {
		if (!take(delivery.consumer(), delivery)) {
			return Settlement.UNTOUCHED;
		}
		try {
			this.handler.onDelivery(delivery);
		}
		catch (Throwable ex) {
			boolean released = delivery.settle(Settlement.back(PAUSE_AFTER_FAILURE));
			logger.error("The handler of queue '{}' has failed with message '{}', which {}", this.queue.spec().name(),
					delivery.envelope().id(), released ? "comes again in a second" : "was settled before", ex);
		}
		return delivery.await();
	}

	private boolean take(JdbcConsumer consumer, JdbcDelivery delivery) {
		this.lock.lock();
		try {
			if (this.closing || this.paused || consumer.isRetired()) {
				return false;
			}
			consumer.taken();
			return this.unsettled.add(delivery);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A message was settled or lost.
	 * @param delivery the message
	 * @param how what becomes of it
	 */
	void settled(JdbcDelivery delivery, Settlement how) {
		this.lock.lock();
		try {
			if (this.unsettled.remove(delivery)) {
				delivery.consumer().gone();
			}
			if (this.unsettled.isEmpty()) {
				this.empty.signalAll();
			}
		}
		finally {
			this.lock.unlock();
		}
		delivery.consumer().settled(how);
		if (delivery.consumer().isRetired()) {
			adjust();
		}
	}

}
