package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.LossAction;
import org.jspecify.annotations.Nullable;

/**
 * A message in hand. A thread of db-scheduler waits here until it is settled, and then
 * writes to the table what has become of it; until then db-scheduler says with its
 * heartbeat that this node is at work.
 */
final class JdbcDelivery implements Delivery {

	private final JdbcSubscription subscription;

	private final JdbcConsumer consumer;

	private final Envelope envelope;

	private final StoredMessage.Head head;

	private final int losses;

	/** Asked whether the heartbeats have failed for so long that others may have it. */
	private final BooleanSupplier overdue;

	private final AtomicReference<@Nullable Settlement> settlement = new AtomicReference<>();

	private final CountDownLatch settled = new CountDownLatch(1);

	private final LossAction whenLost = new LossAction();

	private volatile boolean lost;

	JdbcDelivery(JdbcSubscription subscription, JdbcConsumer consumer, Envelope envelope, StoredMessage.Head head,
			int losses, BooleanSupplier overdue) {
		this.subscription = subscription;
		this.consumer = consumer;
		this.envelope = envelope;
		this.head = head;
		this.losses = losses;
		this.overdue = overdue;
	}

	JdbcConsumer consumer() {
		return this.consumer;
	}

	@Override
	public Envelope envelope() {
		return this.envelope;
	}

	@Override
	public int attempt() {
		return this.head.attempt();
	}

	@Override
	public int deliveries() {
		return 1 + this.head.returned() + this.losses;
	}

	@Override
	public int losses() {
		return this.losses;
	}

	@Override
	public boolean ack() {
		return settle(Settlement.DONE);
	}

	@Override
	public boolean retry(Duration delay, @Nullable Throwable cause) {
		return settle(Settlement.retry(delay));
	}

	@Override
	public boolean dead(@Nullable Throwable cause) {
		return settle(Settlement.dead(DeadLetter.describe(cause)));
	}

	@Override
	public boolean release() {
		return settle(Settlement.BACK);
	}

	/**
	 * Settles, if nobody has.
	 * @param how what becomes of the message
	 * @return whether this call has settled it
	 */
	boolean settle(Settlement how) {
		if (!this.settlement.compareAndSet(null, how)) {
			return false;
		}
		try {
			this.subscription.settled(this, how);
		}
		finally {
			this.settled.countDown();
		}
		return true;
	}

	/**
	 * Waits for the settlement; a thread that is interrupted meanwhile loses the message.
	 * @return what becomes of it
	 */
	Settlement await() {
		boolean settled = false;
		while (!settled) {
			try {
				this.settled.await();
				settled = true;
			}
			catch (InterruptedException ex) {
				// Whoever settles it at this very moment counts down in the next one.
				lose();
			}
		}
		return Objects.requireNonNull(this.settlement.get());
	}

	boolean isOverdue() {
		return this.overdue.getAsBoolean();
	}

	/** Takes it away from whoever has it in hand. */
	void lose() {
		if (!this.settlement.compareAndSet(null, Settlement.BACK)) {
			return;
		}
		this.lost = true;
		try {
			this.subscription.settled(this, Settlement.BACK);
		}
		finally {
			this.settled.countDown();
		}
		this.whenLost.run(this);
	}

	@Override
	public boolean lost() {
		return this.lost;
	}

	@Override
	public void onLost(Runnable action) {
		this.whenLost.set(action, this);
	}

}
