package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on a channel of its own, and tells what the broker has confirmed. Messages of
 * several threads are on their way together; the broker confirms many at a time.
 * <p>
 * A broker that has no room stops reading, and then a thread that publishes is held in
 * the socket for as long as that lasts. The others, and the end, do not wait for it.
 */
final class ConfirmedPublisher implements AutoCloseable {

	private final BrokerLink link;

	private final Duration patience;

	/** Of the thread that opens a channel. */
	private final ReentrantLock opening = new ReentrantLock();

	private volatile @Nullable Confirmed current;

	private volatile boolean closed;

	/**
	 * Creates a publisher.
	 * @param link its connection
	 * @param patience how long to wait for other threads at most
	 */
	ConfirmedPublisher(BrokerLink link, Duration patience) {
		this.link = link;
		this.patience = patience;
	}

	/**
	 * Publishes a message straight into a queue.
	 * @param queue the name of the queue
	 * @param properties its properties
	 * @param body its body
	 * @return ends when the broker has the message, with an {@link UnroutableException}
	 * if there is no such queue, or with another exception if the broker has not got it
	 * or that cannot be known; the thread that ends it must not be held up
	 */
	CompletableFuture<Void> publish(String queue, BasicProperties properties, byte[] body) {
		CompletableFuture<Void> outcome = new CompletableFuture<>();
		try {
			Confirmed open = open();
			acquire(open.sending);
			try {
				open.publish(queue, properties, body, outcome);
			}
			catch (IOException | RuntimeException | Error ex) {
				drop(open);
				throw ex;
			}
			finally {
				open.sending.unlock();
			}
		}
		catch (Throwable ex) {
			outcome.completeExceptionally(ex);
		}
		return outcome;
	}

	/** The client has counted what it has not sent; so its numbers are wrong now. */
	private void drop(Confirmed broken) {
		if (this.current == broken) {
			this.current = null;
		}
		if (broken.channel.isOpen()) {
			RabbitQueueProvider.aside("drop", () -> Channels.close(broken.channel));
		}
	}

	private Confirmed open() throws IOException {
		Confirmed open = opened();
		if (open != null) {
			return open;
		}
		// Before the lock: while it cannot be reached nobody waits.
		this.link.connection();
		acquire(this.opening);
		try {
			open = opened();
			return (open != null) ? open : make();
		}
		finally {
			this.opening.unlock();
		}
	}

	private @Nullable Confirmed opened() throws IOException {
		if (this.closed) {
			throw new IOException("the queue is closed");
		}
		Confirmed open = this.current;
		return (open != null && open.channel.isOpen()) ? open : null;
	}

	private Confirmed make() throws IOException {
		String blocked = this.link.blocked();
		if (blocked != null) {
			throw new IOException("the broker takes nothing at present: " + blocked);
		}
		Channel channel = this.link.channel();
		try {
			Confirmed made = new Confirmed(channel);
			channel.confirmSelect();
			this.current = made;
			opened();
			return made;
		}
		catch (IOException | RuntimeException ex) {
			RabbitQueueProvider.aside("drop", () -> Channels.close(channel));
			throw ex;
		}
	}

	/** Also for a thread that is interrupted: it may have to say that it was. */
	private void acquire(ReentrantLock lock) throws IOException {
		long end = System.nanoTime() + this.patience.toNanos();
		boolean interrupted = false;
		boolean acquired = lock.tryLock();
		while (!acquired) {
			try {
				acquired = lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS);
				if (!acquired) {
					break;
				}
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		if (!acquired) {
			throw new IOException("the broker has taken nothing for " + this.patience);
		}
	}

	/** Waits for nothing. */
	@Override
	public void close() {
		this.closed = true;
		Confirmed open = this.current;
		if (open != null && open.channel.isOpen()) {
			RabbitQueueProvider.aside("drop", () -> Channels.close(open.channel));
		}
	}

	/** Thrown if there is no such queue in the broker. */
	static final class UnroutableException extends IOException {

		private static final long serialVersionUID = 1L;

		UnroutableException(String message) {
			super(message);
		}

	}

	/** A channel and what is on its way there. */
	private static final class Confirmed implements ConfirmListener, ReturnListener, ShutdownListener {

		private final Channel channel;

		/** Of the thread that publishes: the numbers follow each other. */
		private final ReentrantLock sending = new ReentrantLock();

		private final ConcurrentNavigableMap<Long, CompletableFuture<Void>> unconfirmed = new ConcurrentSkipListMap<>();

		Confirmed(Channel channel) {
			this.channel = channel;
			channel.addConfirmListener(this);
			channel.addReturnListener(this);
			// Calls at once if it is closed already.
			channel.addShutdownListener(this);
		}

		void publish(String queue, BasicProperties properties, byte[] body, CompletableFuture<Void> outcome)
				throws IOException {
			long number = this.channel.getNextPublishSeqNo();
			BasicProperties numbered = properties.builder().correlationId(Long.toString(number)).build();
			this.unconfirmed.put(number, outcome);
			try {
				this.channel.basicPublish("", queue, true, numbered, body);
			}
			catch (IOException | RuntimeException | Error ex) {
				this.unconfirmed.remove(number);
				throw ex;
			}
		}

		@Override
		public void handleAck(long number, boolean multiple) {
			settle(number, multiple, null);
		}

		@Override
		public void handleNack(long number, boolean multiple) {
			settle(number, multiple, new IOException("the broker has refused the message"));
		}

		private void settle(long number, boolean multiple, @Nullable IOException problem) {
			if (!multiple) {
				end(this.unconfirmed.remove(number), problem);
				return;
			}
			NavigableMap<Long, CompletableFuture<Void>> confirmed = this.unconfirmed.headMap(number, true);
			for (var first = confirmed.pollFirstEntry(); first != null; first = confirmed.pollFirstEntry()) {
				end(first.getValue(), problem);
			}
		}

		private static void end(@Nullable CompletableFuture<Void> outcome, @Nullable IOException problem) {
			if (outcome == null) {
				return;
			}
			if (problem == null) {
				outcome.complete(null);
			}
			else {
				outcome.completeExceptionally(problem);
			}
		}

		/** Comes before the confirmation, which then says nothing. */
		@Override
		public void handleReturn(int code, String text, String exchange, String queue, BasicProperties properties,
				byte[] body) {
			end(this.unconfirmed.remove(Long.parseLong(properties.getCorrelationId())),
					new UnroutableException("there is no queue '%s' in the broker (%s)".formatted(queue, text)));
		}

		@Override
		public void shutdownCompleted(ShutdownSignalException cause) {
			settle(Long.MAX_VALUE, true, new IOException(
					"the connection was lost before the broker has confirmed: " + cause.getMessage(), cause));
		}

	}

}
