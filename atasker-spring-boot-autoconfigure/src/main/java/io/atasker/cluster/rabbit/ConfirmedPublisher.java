package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.util.NavigableMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConfirmListener;
import com.rabbitmq.client.ReturnListener;
import com.rabbitmq.client.ShutdownListener;
import com.rabbitmq.client.ShutdownSignalException;
import org.jspecify.annotations.Nullable;

/**
 * Publishes on a channel of its own, and tells what the broker has confirmed. Messages of
 * several threads are on their way together; the broker confirms many at a time.
 */
final class ConfirmedPublisher implements AutoCloseable {

	private final BrokerLink link;

	private final ReentrantLock lock = new ReentrantLock();

	@GuardedBy("lock")
	private @Nullable Confirmed current;

	@GuardedBy("lock")
	private boolean closed;

	ConfirmedPublisher(BrokerLink link) {
		this.link = link;
	}

	/**
	 * Publishes a message straight into a queue.
	 * @param queue the name of the queue
	 * @param properties its properties
	 * @param body its body
	 * @return ends when the broker has the message, or with an {@link IOException} if it
	 * has not or that cannot be known; the thread that ends it must not be held up
	 */
	CompletableFuture<Void> publish(String queue, BasicProperties properties, byte[] body) {
		CompletableFuture<Void> outcome = new CompletableFuture<>();
		this.lock.lock();
		try {
			open().publish(queue, properties, body, outcome);
		}
		catch (IOException | AlreadyClosedException ex) {
			outcome.completeExceptionally(ex);
		}
		finally {
			this.lock.unlock();
		}
		return outcome;
	}

	@GuardedBy("lock")
	private Confirmed open() throws IOException {
		if (this.closed) {
			throw new IOException("the queue is closed");
		}
		Confirmed open = this.current;
		if (open == null || !open.channel.isOpen()) {
			open = new Confirmed(this.link.channel());
			open.channel.confirmSelect();
			this.current = open;
		}
		return open;
	}

	@Override
	public void close() {
		Confirmed open;
		this.lock.lock();
		try {
			this.closed = true;
			open = this.current;
		}
		finally {
			this.lock.unlock();
		}
		if (open != null) {
			Channels.close(open.channel);
		}
	}

	/** A channel and what is on its way there. */
	private static final class Confirmed implements ConfirmListener, ReturnListener, ShutdownListener {

		private final Channel channel;

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
			catch (IOException | RuntimeException ex) {
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
					new IOException("there is no queue '%s' in the broker (%s)".formatted(queue, text)));
		}

		@Override
		public void shutdownCompleted(ShutdownSignalException cause) {
			settle(Long.MAX_VALUE, true, new IOException(
					"the connection was lost before the broker has confirmed: " + cause.getMessage(), cause));
		}

	}

}
