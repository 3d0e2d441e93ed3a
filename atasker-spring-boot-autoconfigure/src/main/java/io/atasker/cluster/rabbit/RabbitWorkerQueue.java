package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import io.atasker.cluster.CountedStats;
import io.atasker.queue.DeadLetters;
import io.atasker.queue.DeliveryHandler;
import io.atasker.queue.Envelope;
import io.atasker.queue.PayloadCodec;
import io.atasker.queue.QueueClosedException;
import io.atasker.queue.QueueSpec;
import io.atasker.queue.QueueStats;
import io.atasker.queue.QueueUnavailableException;
import io.atasker.queue.Subscription;
import io.atasker.queue.WorkerQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue of the {@link RabbitQueueProvider}.
 */
final class RabbitWorkerQueue implements WorkerQueue {

	private static final Logger logger = LoggerFactory.getLogger(RabbitWorkerQueue.class);

	private final RabbitQueueProvider provider;

	private final QueueSpec spec;

	private final QueueNames names;

	private final PayloadCodec codec;

	private final ConfirmedPublisher publisher;

	private final DelayQueues delays;

	private final CountedStats stats;

	private final RabbitDeadLetters dead;

	@GuardedBy("this")
	private @Nullable RabbitSubscription subscription;

	/** Written under the lock. */
	private volatile boolean closed;

	RabbitWorkerQueue(RabbitQueueProvider provider, QueueSpec spec) {
		this.provider = provider;
		this.spec = spec;
		this.names = QueueNames.of(provider.settings().prefix(), spec.name(), spec.priorityLevels());
		this.codec = Objects.requireNonNull(spec.codec());
		this.publisher = new ConfirmedPublisher(provider.putting(), provider.settings().confirmTimeout());
		this.delays = new DelayQueues(provider.taking(), this.names);
		declare();
		this.stats = new CountedStats(this::count, provider::soon);
		this.dead = new RabbitDeadLetters(this);
	}

	@Override
	public QueueSpec spec() {
		return this.spec;
	}

	RabbitQueueProvider provider() {
		return this.provider;
	}

	QueueNames names() {
		return this.names;
	}

	PayloadCodec codec() {
		return this.codec;
	}

	// Declaring, on the connection that the broker always reads from

	private void declare() {
		reaching(() -> {
			Channel channel = this.provider.taking().channel();
			try {
				declare(channel);
				return null;
			}
			finally {
				Channels.close(channel);
			}
		});
	}

	/** Somebody may have deleted a queue. */
	void declareQuietly() {
		this.delays.forget();
		try {
			declare();
		}
		catch (RuntimeException ex) {
			logger.debug("Queue '{}' cannot be declared", this.spec.name(), ex);
		}
	}

	/**
	 * Declares what there has to be.
	 * @param channel is closed by the broker if that fails
	 * @throws IOException if the broker cannot be reached
	 * @throws IllegalArgumentException if there are such queues that are different
	 */
	void declare(Channel channel) throws IOException {
		declare(channel, this.names.main(), this.names.mainArguments());
		declare(channel, this.names.dead(), this.names.deadArguments());
	}

	private static void declare(Channel channel, String name, Map<String, Object> arguments) throws IOException {
		try {
			channel.queueDeclare(name, true, false, false, arguments);
		}
		catch (IOException ex) {
			AMQP.Channel.Close reply = Channels.reply(ex);
			if (reply == null) {
				throw ex;
			}
			throw new IllegalArgumentException(switch (reply.getReplyCode()) {
				case AMQP.PRECONDITION_FAILED ->
					("RabbitMQ has a queue '%s' that was declared otherwise (%s); let it run"
							+ " empty and delete it, or set atasker.cluster.rabbit.prefix to another one")
						.formatted(name, reply.getReplyText());
				case AMQP.ACCESS_REFUSED ->
					"queue '%s' cannot be declared in RabbitMQ (%s); let the user configure, write and read such queues"
						.formatted(name, reply.getReplyText());
				default -> "queue '%s' cannot be declared in RabbitMQ: %s".formatted(name, reply.getReplyText());
			}, ex);
		}
	}

	// Putting

	@Override
	public void put(Envelope envelope) {
		if (envelope.priority() >= this.spec.priorityLevels()) {
			throw new IllegalArgumentException("priority %d of message '%s' is too high for queue '%s', which has %d"
				.formatted(envelope.priority(), envelope.id(), this.spec.name(), this.spec.priorityLevels()));
		}
		if (envelope.delay().compareTo(QueueNames.LONGEST_DELAY) > 0) {
			throw new IllegalArgumentException("delay of message '%s' must be at most %s in RabbitMQ, but is %s"
				.formatted(envelope.id(), QueueNames.LONGEST_DELAY, envelope.delay()));
		}
		if (this.closed) {
			throw new QueueClosedException(this.spec.name());
		}
		String blocked = this.provider.putting().blocked();
		if (blocked != null) {
			throw new QueueUnavailableException(this.spec.name(), "RabbitMQ takes nothing at present: " + blocked,
					null);
		}
		RabbitMessage message = RabbitMessage.of(this.spec.name(), envelope, this.codec);
		try {
			awaitConfirmed(publishLater(message, envelope.delay()));
		}
		catch (QueueUnavailableException ex) {
			if (!(ex.getCause() instanceof ConfirmedPublisher.UnroutableException)) {
				throw ex;
			}
			logger.warn("Queue '{}' was deleted in the broker; it is declared anew", this.spec.name());
			this.delays.forget();
			declare();
			awaitConfirmed(publishLater(message, envelope.delay()));
		}
	}

	/**
	 * Publishes a message that is to come after a while.
	 * @param message the message
	 * @param delay for how long; longer ones are cut off at what the broker allows
	 * @return ends as {@link ConfirmedPublisher#publish} says
	 */
	CompletableFuture<Void> publishLater(RabbitMessage message, Duration delay) {
		if (delay.isZero()) {
			return publish(this.names.main(), message, false);
		}
		try {
			Duration allowed = (delay.compareTo(QueueNames.LONGEST_DELAY) < 0) ? delay : QueueNames.LONGEST_DELAY;
			return publish(this.delays.declared(allowed), message, false);
		}
		catch (IOException | ShutdownSignalException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	CompletableFuture<Void> publish(String target, RabbitMessage message, boolean back) {
		return this.publisher.publish(target, message.properties(back), message.body());
	}

	/**
	 * Waits until the broker has confirmed.
	 * @param published what
	 * @throws QueueUnavailableException if it has not, or has refused
	 */
	void awaitConfirmed(CompletableFuture<Void> published) {
		Duration patience = this.provider.settings().confirmTimeout();
		try {
			published.get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (this.closed) {
				throw new QueueClosedException(this.spec.name());
			}
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			throw new QueueUnavailableException(this.spec.name(), String.valueOf(cause.getMessage()), cause);
		}
		catch (TimeoutException ex) {
			String blocked = this.provider.putting().blocked();
			throw new QueueUnavailableException(this.spec.name(), "RabbitMQ has not confirmed within %s%s"
				.formatted(patience, (blocked != null) ? ", since it takes nothing at present: " + blocked : ""), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new QueueUnavailableException(this.spec.name(), "interrupted before RabbitMQ has confirmed", ex);
		}
	}

	// Taking

	@Override
	public Subscription subscribe(DeliveryHandler handler) {
		RabbitSubscription made = new RabbitSubscription(this, handler);
		synchronized (this) {
			if (this.closed) {
				throw new QueueClosedException(this.spec.name());
			}
			if (this.subscription != null) {
				throw new IllegalStateException("queue '%s' has a subscription already".formatted(this.spec.name()));
			}
			this.subscription = made;
		}
		this.provider.soon(made::adjust);
		return made;
	}

	/**
	 * Forgets a subscription, which has ended.
	 * @param ended the subscription
	 */
	synchronized void unsubscribe(RabbitSubscription ended) {
		if (this.subscription == ended) {
			this.subscription = null;
		}
	}

	private synchronized @Nullable RabbitSubscription subscription() {
		return this.subscription;
	}

	// Looking

	@Override
	public QueueStats stats() {
		return this.stats.get();
	}

	private QueueStats count() {
		return reaching(() -> {
			Channel channel = this.provider.taking().channel();
			try {
				RabbitSubscription open = subscription();
				return new QueueStats(channel.messageCount(this.names.main()), (open != null) ? open.inHand() : 0,
						this.delays.count(channel), channel.messageCount(this.names.dead()));
			}
			finally {
				Channels.close(channel);
			}
		});
	}

	@Override
	public DeadLetters<Envelope> deadLetters() {
		return this.dead;
	}

	/** Something was moved by hand. */
	void changed() {
		this.stats.count();
	}

	@Override
	public void close() {
		RabbitSubscription open;
		synchronized (this) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			open = this.subscription;
		}
		if (open != null) {
			open.close();
		}
		this.publisher.close();
		this.provider.closed(this);
	}

	/**
	 * Asks something of the broker.
	 * @param question what
	 * @param <R> the type of the answer
	 * @return the answer
	 * @throws QueueUnavailableException if there is none
	 */
	<R extends @Nullable Object> R reaching(Question<R> question) {
		try {
			return question.ask();
		}
		catch (IOException | ShutdownSignalException ex) {
			throw new QueueUnavailableException(this.spec.name(), String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * What the broker is asked.
	 *
	 * @param <R> the type of the answer
	 */
	interface Question<R extends @Nullable Object> {

		R ask() throws IOException;

	}

}
