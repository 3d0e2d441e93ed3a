package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import io.atasker.queue.DeadLetter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of the broker with a fixed prefetch, which is how many messages it may have
 * in hand. What is not simply done is moved: a copy is published, and when the broker has
 * confirmed it, the original is acknowledged. So a message may be there twice for a
 * moment, and never not at all.
 */
final class RabbitConsumer extends DefaultConsumer {

	private static final Logger logger = LoggerFactory.getLogger(RabbitConsumer.class);

	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

	/**
	 * With ten losses the worker gives a message up, if it can be read. With more it was
	 * not, for reading it is what ends a consumer.
	 */
	private static final int MOST_LOSSES = 10;

	private final RabbitSubscription subscription;

	private final RabbitWorkerQueue queue;

	private final int prefetch;

	/** How many messages the broker waits for an answer to. */
	private final AtomicInteger inHand = new AtomicInteger();

	private final String tag = UUID.randomUUID().toString();

	private final CountDownLatch cancelled = new CountDownLatch(1);

	/** Written under the lock of the subscription. */
	private volatile boolean retired;

	RabbitConsumer(RabbitSubscription subscription, RabbitWorkerQueue queue, Channel channel, int prefetch) {
		super(channel);
		this.subscription = subscription;
		this.queue = queue;
		this.prefetch = prefetch;
	}

	RabbitSubscription subscription() {
		return this.subscription;
	}

	/**
	 * Returns the name under which it consumes. (The one that the client knows is there
	 * only behind the first deliveries.)
	 */
	String tag() {
		return this.tag;
	}

	int prefetch() {
		return this.prefetch;
	}

	int inHand() {
		return this.inHand.get();
	}

	void retire() {
		this.retired = true;
	}

	boolean isRetired() {
		return this.retired;
	}

	/**
	 * Waits until the broker has said that nothing more comes.
	 * @param nanos for how long at most
	 * @throws InterruptedException if interrupted
	 */
	void awaitCancelled(long nanos) throws InterruptedException {
		this.cancelled.await(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void handleCancelOk(String consumerTag) {
		this.cancelled.countDown();
	}

	/** The queue was deleted, or its node has left the broker. */
	@Override
	public void handleCancel(String consumerTag) {
		this.cancelled.countDown();
		this.subscription.cancelledByBroker(this);
	}

	@Override
	public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
		this.inHand.incrementAndGet();
		long tag = envelope.getDeliveryTag();
		RabbitMessage read = RabbitMessage.read(properties, body);
		// What we give back by ourselves is a copy; so somebody has died or was cut off.
		// The broker does not count, but its word is written down here.
		RabbitMessage message = envelope.isRedeliver() ? read.lost() : read;
		if (message.head().losses() > MOST_LOSSES) {
			logger.error("Message '{}' of queue '{}' was lost {} times, and goes to the dead letters unread",
					message.head().id(), this.queue.spec().name(), message.head().losses());
			bury(tag, message.dead(Instant.now(), "lost %d times".formatted(message.head().losses())));
			return;
		}
		if (envelope.isRedeliver()) {
			giveBack(tag, message);
			return;
		}
		RabbitDelivery delivery = decode(tag, message);
		if (delivery == null) {
			return;
		}
		if (this.subscription.take(this, delivery)) {
			handle(tag, delivery);
		}
		else {
			giveBack(tag, message);
		}
	}

	private @Nullable RabbitDelivery decode(long tag, RabbitMessage message) {
		try {
			return new RabbitDelivery(this, tag, message, message.envelope(this.queue.codec()));
		}
		catch (Exception | LinkageError | StackOverflowError ex) {
			// It would be so again, and a message that is tried for ever keeps others
			// behind it. A lack of memory passes.
			logger.error("Message '{}' of queue '{}' cannot be read, and goes to the dead letters", message.head().id(),
					this.queue.spec().name(), ex);
			bury(tag, message.dead(Instant.now(), (ex instanceof IllegalArgumentException)
					? String.valueOf(ex.getMessage()) : DeadLetter.describe(ex)));
			return null;
		}
	}

	private void handle(long tag, RabbitDelivery delivery) {
		try {
			this.subscription.handler().onDelivery(delivery);
		}
		catch (Throwable ex) {
			boolean released = delivery
				.settle(() -> moveLater(tag, delivery.message().returned(), PAUSE_AFTER_FAILURE));
			logger.error("The handler of queue '{}' has failed with message '{}', which {}", this.queue.spec().name(),
					delivery.envelope().id(), released ? "comes again in a second" : "was settled before", ex);
		}
	}

	/**
	 * Tells the broker that a message is done.
	 * @param tag which message
	 */
	void ack(long tag) {
		answer(() -> getChannel().basicAck(tag, false));
	}

	/**
	 * Back to the front of the queue, on behalf of somebody who may be about to stop: a
	 * copy could hold that one up for as long as the broker reads nothing. Then the
	 * broker is only told that the message is not wanted, and it counts as a loss.
	 * @param tag which message
	 * @param message what it is from now on
	 */
	void release(long tag, RabbitMessage message) {
		if (this.queue.provider().putting().blocked() != null) {
			answer(() -> getChannel().basicReject(tag, true));
		}
		else {
			giveBack(tag, message);
		}
	}

	/** Back to the front of the queue. */
	private void giveBack(long tag, RabbitMessage message) {
		move(tag, message, () -> this.queue.publish(this.queue.names().main(), message, true));
	}

	/** Back after a while, behind others. */
	void moveLater(long tag, RabbitMessage message, Duration delay) {
		move(tag, message, () -> this.queue.publishLater(message, delay));
	}

	/** To the dead letters. */
	void bury(long tag, RabbitMessage message) {
		move(tag, message, () -> this.queue.publish(this.queue.names().dead(), message, false));
	}

	private void move(long tag, RabbitMessage message, Supplier<CompletableFuture<Void>> copy) {
		if (!getChannel().isOpen()) {
			// The broker gives the original to somebody else, who needs no copy.
			answered();
			return;
		}
		CompletableFuture<Void> published;
		try {
			published = copy.get();
		}
		catch (Throwable ex) {
			// Such as headers that are too large for the broker. Thrown further it would
			// close the channel, with all that others have in hand, or be lost.
			published = CompletableFuture.failedFuture(ex);
		}
		published.whenComplete((nothing, problem) -> {
			if (problem == null) {
				ack(tag);
			}
			else {
				notMoved(tag, message, problem);
			}
		});
	}

	/** The copy may have arrived or not; the original is still there. */
	private void notMoved(long tag, RabbitMessage message, Throwable problem) {
		if (!getChannel().isOpen()) {
			answered();
			return;
		}
		logger.warn("What became of message '{}' of queue '{}' could not be told to the broker; it comes again",
				message.head().id(), this.queue.spec().name(), problem);
		this.queue.provider().later(() -> {
			this.queue.declareQuietly();
			answer(() -> getChannel().basicReject(tag, true));
		});
	}

	private void answer(Answer answer) {
		try {
			answer.send();
		}
		catch (IOException | AlreadyClosedException ex) {
			// The broker gives it to somebody else, and the subscription is told of it.
			logger.debug("A message of queue '{}' could not be settled", this.queue.spec().name(), ex);
		}
		answered();
	}

	private void answered() {
		this.inHand.decrementAndGet();
		this.subscription.answered(this);
	}

	/** What the broker is told. */
	private interface Answer {

		void send() throws IOException;

	}

}
