package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;

/**
 * The queues in which messages wait, one for each delay. The broker deletes those that
 * are not used any more; they are declared again in time before that.
 */
final class DelayQueues {

	/** How long a declaration is good for, in nanoseconds: 10 minutes. */
	private static final long DECLARED = 600_000_000_000L;

	private final BrokerLink link;

	private final QueueNames names;

	/** When each was declared, by its delay in milliseconds. */
	private final Map<Long, Long> declaredAt = new ConcurrentHashMap<>();

	DelayQueues(BrokerLink link, QueueNames names) {
		this.link = link;
		this.names = names;
	}

	/**
	 * Declares the queue of a delay, unless that was done a moment ago.
	 * @param delay the delay
	 * @return the name of the queue
	 * @throws IOException if the broker cannot be reached
	 */
	String declared(Duration delay) throws IOException {
		long millis = QueueNames.rounded(delay);
		long now = System.nanoTime();
		Long last = this.declaredAt.get(millis);
		if (last == null || now - last > DECLARED) {
			Channel channel = this.link.channel();
			try {
				channel.queueDeclare(this.names.delay(millis), true, false, false, this.names.delayArguments(millis));
			}
			finally {
				Channels.close(channel);
			}
			this.declaredAt.put(millis, now);
		}
		return this.names.delay(millis);
	}

	/** Declares all anew, when they are needed. */
	void forget() {
		this.declaredAt.replaceAll((millis, at) -> System.nanoTime() - DECLARED - 1);
	}

	/**
	 * Counts the messages that wait.
	 * @param channel is closed afterwards
	 * @return how many there are in the queues that were used here
	 * @throws IOException if the broker cannot be reached
	 */
	long count(Channel channel) throws IOException {
		long count = 0;
		for (Long millis : this.declaredAt.keySet()) {
			try {
				count += channel.messageCount(this.names.delay(millis));
			}
			catch (IOException ex) {
				if (!Channels.isReply(ex, AMQP.NOT_FOUND)) {
					throw ex;
				}
				// Not used for long; the others are counted the next time.
				this.declaredAt.remove(millis);
				throw ex;
			}
		}
		return count;
	}

}
