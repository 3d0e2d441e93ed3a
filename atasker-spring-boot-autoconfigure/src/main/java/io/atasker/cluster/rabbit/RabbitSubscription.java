package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.atasker.queue.DeliveryHandler;
import io.atasker.queue.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscriber of a queue in the broker: a channel and its consumers.
 * <p>
 * The prefetch of a consumer is for all of its life. So more credit needs a further
 * consumer. With less credit all are retired, which means that they are cancelled, while
 * what they have in hand stays ours, and others follow, as far as that leaves room. All
 * that asks the broker something is done by the thread of the provider.
 */
final class RabbitSubscription implements Subscription {

	private static final Logger logger = LoggerFactory.getLogger(RabbitSubscription.class);

	/** How long the broker may take for its answers at the end. */
	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private final RabbitWorkerQueue queue;

	private final DeliveryHandler handler;

	private final ReentrantLock lock = new ReentrantLock();

	/** Signalled when a delivery was settled or answered. */
	private final Condition fewer = this.lock.newCondition();

	private final UnsettledDeliveries unsettled = new UnsettledDeliveries();

	@GuardedBy("lock")
	private final HeldConsumers held = new HeldConsumers();

	@GuardedBy("lock")
	private @Nullable Channel channel;

	@GuardedBy("lock")
	private int credit;

	@GuardedBy("lock")
	private boolean paused;

	@GuardedBy("lock")
	private boolean closing;

	/** Whether the log says that the broker cannot be reached. Written by one thread. */
	private volatile boolean unreachable;

	/** Whether another attempt is on its way. */
	private final AtomicBoolean againLater = new AtomicBoolean();

	RabbitSubscription(RabbitWorkerQueue queue, DeliveryHandler handler) {
		this.queue = queue;
		this.handler = handler;
		this.credit = queue.spec().credit();
	}

	DeliveryHandler handler() {
		return this.handler;
	}

	// What the user does

	@Override
	public void pause() {
		paused(true);
	}

	@Override
	public void resume() {
		paused(false);
	}

	private void paused(boolean paused) {
		this.lock.lock();
		try {
			this.paused = paused;
		}
		finally {
			this.lock.unlock();
		}
		this.queue.provider().soon(this::adjust);
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
		this.queue.provider().soon(this::adjust);
	}

	@Override
	public void close(Duration grace) {
		beginClosing();
		boolean interrupted = false;
		try {
			this.unsettled.awaitNone(grace);
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		try {
			giveAllBack();
		}
		catch (InterruptedException ex) {
			interrupted = true;
		}
		this.unsettled.all().forEach(RabbitDelivery::takeAway);
		end();
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void beginClosing() {
		this.lock.lock();
		try {
			this.closing = true;
		}
		finally {
			this.lock.unlock();
		}
		this.queue.provider().soon(this::adjust);
	}

	/** While the broker answers; if it does not, all is free when we are gone. */
	private void giveAllBack() throws InterruptedException {
		awaitRetired(true);
		for (RabbitConsumer consumer : consumers()) {
			consumer.awaitCancelled(PATIENCE.toNanos());
		}
		this.unsettled.all().forEach(RabbitDelivery::takeAway);
		awaitRetired(false);
	}

	private void awaitRetired(boolean withMessages) throws InterruptedException {
		long left = PATIENCE.toNanos();
		this.lock.lockInterruptibly();
		try {
			while (left > 0 && !(withMessages ? this.held.noneActive() : this.held.isEmpty())) {
				left = this.fewer.awaitNanos(left);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** What the broker still waits for is free when the channel is closed. */
	private void end() {
		@Nullable Channel open;
		this.lock.lock();
		try {
			open = this.channel;
		}
		finally {
			this.lock.unlock();
		}
		Channels.close(open);
		this.queue.unsubscribe(this);
	}

	private List<RabbitConsumer> consumers() {
		this.lock.lock();
		try {
			return this.held.all();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Returns how many messages are in hand. */
	int inHand() {
		return consumers().stream().mapToInt(RabbitConsumer::inHand).sum();
	}

	// What the thread of the provider does

	/** Sees to it that there are as many messages in hand as the credit allows. */
	void adjust() {
		Channel open = null;
		try {
			open = channel();
			if (open == null) {
				return;
			}
			for (RabbitConsumer consumer : surplus()) {
				open.basicCancel(consumer.tag());
			}
			consume(open);
			if (this.unreachable) {
				this.unreachable = false;
				logger.info("Queue '{}' is consumed again", this.queue.spec().name());
			}
		}
		catch (Throwable ex) {
			// Whatever it is, such as no memory for a thread: nobody else would try
			// again.
			if (!this.unreachable) {
				this.unreachable = true;
				logger.warn("Queue '{}' cannot be consumed: {}; tried again each {}", this.queue.spec().name(),
						ex.getMessage(), this.queue.provider().settings().recoveryInterval());
			}
			logger.debug("Queue '{}' cannot be consumed", this.queue.spec().name(), ex);
			// What the broker has done of it is not known when it did not answer in
			// time. So all begins anew.
			Channels.close(open);
			adjustLater();
		}
	}

	/** However many ask for it, it is once. */
	private void adjustLater() {
		if (this.againLater.compareAndSet(false, true)) {
			this.queue.provider().later(() -> {
				this.againLater.set(false);
				adjust();
			});
		}
	}

	private @Nullable Channel channel() throws IOException {
		this.lock.lock();
		try {
			if (this.channel != null || this.closing) {
				return this.channel;
			}
		}
		finally {
			this.lock.unlock();
		}
		Channel made = this.queue.provider().taking().channel();
		try {
			this.queue.declare(made);
		}
		catch (IOException | RuntimeException ex) {
			Channels.close(made);
			throw ex;
		}
		boolean late;
		this.lock.lock();
		try {
			late = this.closing;
			this.channel = late ? null : made;
		}
		finally {
			this.lock.unlock();
		}
		if (late) {
			// Whoever closes has seen no channel, and closes none.
			Channels.close(made);
			return null;
		}
		// Calls at once if it is closed already.
		made.addShutdownListener((cause) -> channelGone(made, cause));
		return made;
	}

	/** Those to cancel; they are among the retired now. */
	private List<RabbitConsumer> surplus() {
		this.lock.lock();
		try {
			int wanted = (this.paused || this.closing) ? 0 : this.credit;
			if (this.held.prefetch() <= wanted) {
				return List.of();
			}
			List<RabbitConsumer> surplus = this.held.retireAll();
			this.fewer.signalAll();
			return surplus;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void consume(Channel open) throws IOException {
		RabbitConsumer made;
		this.lock.lock();
		try {
			this.held.forgetIdle();
			this.fewer.signalAll();
			int missing = this.held.missing(this.credit);
			if (this.paused || this.closing || missing == 0 || this.channel != open) {
				return;
			}
			made = new RabbitConsumer(this, this.queue, open, missing);
			this.held.add(made);
		}
		finally {
			this.lock.unlock();
		}
		open.basicQos(made.prefetch());
		open.basicConsume(this.queue.names().main(), false, made.tag(), made);
	}

	// What the broker and the consumers do

	/**
	 * Takes a message in hand.
	 * @param consumer who has got it
	 * @param delivery the message
	 * @return whether it is welcome
	 */
	boolean take(RabbitConsumer consumer, RabbitDelivery delivery) {
		this.lock.lock();
		try {
			if (this.closing || this.paused || consumer.isRetired() || consumer.getChannel() != this.channel) {
				return false;
			}
			return this.unsettled.add(delivery);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * A message was settled or taken away.
	 * @param delivery the message
	 */
	void settled(RabbitDelivery delivery) {
		this.unsettled.remove(delivery);
	}

	/**
	 * The broker was told what became of a message.
	 * @param consumer who had it
	 */
	void answered(RabbitConsumer consumer) {
		if (consumer.isRetired()) {
			this.queue.provider().soon(this::adjust);
		}
	}

	/**
	 * Begins anew, and declares what was deleted.
	 * @param consumer whose queue is gone
	 */
	void cancelledByBroker(RabbitConsumer consumer) {
		logger.warn("Queue '{}' was deleted in the broker, or its node is gone; it is declared anew",
				this.queue.spec().name());
		this.queue.provider().soon(() -> Channels.close(consumer.getChannel()));
	}

	private void channelGone(Channel gone, ShutdownSignalException cause) {
		List<RabbitDelivery> lost;
		boolean expected;
		this.lock.lock();
		try {
			if (this.channel != gone) {
				return;
			}
			this.channel = null;
			this.held.clear();
			lost = this.unsettled.removeAll();
			this.fewer.signalAll();
			expected = this.closing;
		}
		finally {
			this.lock.unlock();
		}
		if (!expected) {
			logger.warn("The broker has taken away {} messages of queue '{}' that were in hand: {}", lost.size(),
					this.queue.spec().name(), Channels.explain(cause));
		}
		lost.forEach(RabbitDelivery::lose);
		if (this.unreachable) {
			// It may be so again at once.
			adjustLater();
		}
		else {
			this.queue.provider().soon(this::adjust);
		}
	}

}
