package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of a queue from the oldest on, and leaves in it what is not removed.
 * For one use.
 */
final class DeadQueueReader {

	/** How long to wait for somebody else to be done, in nanoseconds: 5 s. */
	private static final long PATIENCE = 5_000_000_000L;

	private static final long PAUSE = 50;

	/** How long the next message may take, in seconds. */
	private static final int LONGEST_GAP = 5;

	/** How many come ahead of what is looked at, where each is removed in turn. */
	private static final int AHEAD = 100;

	private final BrokerLink link;

	private final String queue;

	private final BlockingQueue<Letter> arrived = new LinkedBlockingQueue<>();

	DeadQueueReader(BrokerLink link, String queue) {
		this.link = link;
		this.queue = queue;
	}

	/**
	 * Reads.
	 * @param most how many at most
	 * @param visitor is shown each message
	 * @throws IOException if the broker cannot be reached, or somebody else reads
	 */
	void read(int most, Visitor visitor) throws IOException {
		read(most, RabbitQueueProvider.MOST_PREFETCHED, visitor);
	}

	/**
	 * Reads, with few in memory at a time.
	 * @param visitor is shown each message, and removes it or ends the reading
	 * @throws IOException if the broker cannot be reached, or somebody else reads
	 */
	void readAndRemove(Visitor visitor) throws IOException {
		read(Integer.MAX_VALUE, AHEAD, visitor);
	}

	private void read(int most, int ahead, Visitor visitor) throws IOException {
		long start = System.nanoTime();
		try {
			while (!readAlone(most, ahead, visitor)) {
				if (System.nanoTime() - start > PATIENCE) {
					throw new IOException("somebody else reads queue '%s'".formatted(this.queue));
				}
				// Nothing does: that is the pause.
				this.arrived.poll(PAUSE, TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException("interrupted while queue '%s' was read".formatted(this.queue));
		}
	}

	/** Answers false if somebody else reads. */
	private boolean readAlone(int most, int ahead, Visitor visitor) throws IOException, InterruptedException {
		Channel channel = this.link.channel();
		try {
			long count = Math.min(most, channel.messageCount(this.queue));
			if (count > 0) {
				// What is only looked at stays in hand, or it would come again at once.
				channel.basicQos(prefetch(count, ahead));
				channel.basicConsume(this.queue, false, "", false, true, null, new Reading(channel));
			}
			Letter next = (count > 0) ? next() : null;
			for (long seen = 1; next != null && visitor.visit(next) && seen < count; seen++) {
				next = next();
			}
			return true;
		}
		catch (IOException ex) {
			if (Channels.isReply(ex, AMQP.ACCESS_REFUSED)) {
				return false;
			}
			throw ex;
		}
		finally {
			// What was not removed is back now, in its old place.
			Channels.close(channel);
		}
	}

	/** The broker has 16 bits for it, and 0 is without bounds. */
	private static int prefetch(long count, int ahead) {
		if (count <= ahead) {
			return (int) count;
		}
		return (ahead < RabbitQueueProvider.MOST_PREFETCHED) ? ahead : 0;
	}

	/** There may be less than were counted. */
	private @Nullable Letter next() throws InterruptedException {
		return this.arrived.poll(LONGEST_GAP, TimeUnit.SECONDS);
	}

	/** Puts aside what arrives. */
	private final class Reading extends DefaultConsumer {

		Reading(Channel channel) {
			super(channel);
		}

		@Override
		public void handleDelivery(String consumerTag, Envelope envelope, BasicProperties properties, byte[] body) {
			DeadQueueReader.this.arrived
				.add(new Letter(getChannel(), envelope.getDeliveryTag(), RabbitMessage.read(properties, body)));
		}

	}

	/**
	 * A message that was read.
	 *
	 * @param channel where
	 * @param tag what it is called there
	 * @param message the message
	 */
	record Letter(Channel channel, long tag, RabbitMessage message) {

		/** Removes it from the queue. */
		void remove() throws IOException {
			this.channel.basicAck(this.tag, false);
		}

	}

	/** Is shown messages. */
	interface Visitor {

		/**
		 * Looks at a message.
		 * @param letter the message
		 * @return whether to go on
		 * @throws IOException if the broker cannot be reached
		 */
		boolean visit(Letter letter) throws IOException;

	}

}
