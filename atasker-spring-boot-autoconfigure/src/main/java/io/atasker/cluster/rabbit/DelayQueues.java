package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import org.jspecify.annotations.Nullable;

/**
 * The queues in which messages wait, one for each delay. The broker deletes those that
 * are not used any more; they are declared again in time before that.
 */
final class DelayQueues {

	/** How long a declaration is good for, in nanoseconds: 10 minutes. */
	private static final long DECLARED = 600_000_000_000L;

	/** How much longer than its delay a message may take, in nanoseconds: a minute. */
	private static final long MARGIN = 60_000_000_000L;

	private final BrokerLink link;

	private final QueueNames names;

	/**
	 * Those that may have something in them from here, by their delay in milliseconds.
	 */
	private final Map<Long, Used> used = new ConcurrentHashMap<>();

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
		Used last = this.used.get(millis);
		long declaredAt = (last != null) ? last.declaredAt : now;
		if (last == null || now - declaredAt > DECLARED) {
			Channel channel = this.link.channel();
			try {
				channel.queueDeclare(this.names.delay(millis), true, false, false, this.names.delayArguments(millis));
			}
			finally {
				Channels.close(channel);
			}
			declaredAt = now;
		}
		this.used.put(millis, new Used(declaredAt, now));
		return this.names.delay(millis);
	}

	/** Declares all anew, when they are needed. */
	void forget() {
		this.used.replaceAll((millis, last) -> new Used(System.nanoTime() - DECLARED - 1, last.at));
	}

	/**
	 * Counts the messages that wait.
	 * @param channel is left as it is; others of its connection are used, since the
	 * broker closes those that ask for a queue that is not there any more
	 * @return how many there are in the queues that were used here
	 * @throws IOException if the broker cannot be reached
	 */
	long count(Channel channel) throws IOException {
		// To ask for a queue is to use it: the broker would never delete those that are
		// asked for again and again.
		long now = System.nanoTime();
		this.used.entrySet().removeIf((each) -> now - each.getValue().at > each.getKey() * 1_000_000 + MARGIN);
		Iterator<Long> delays = List.copyOf(this.used.keySet()).iterator();
		long count = 0;
		while (delays.hasNext()) {
			count += countWhileThere(channel.getConnection().createChannel(), delays);
		}
		return count;
	}

	/** Ends at the first that is not there. */
	private long countWhileThere(@Nullable Channel channel, Iterator<Long> delays) throws IOException {
		if (channel == null) {
			throw new IOException("the connection has as many channels as it may have");
		}
		long count = 0;
		try {
			while (delays.hasNext()) {
				long millis = delays.next();
				try {
					count += channel.messageCount(this.names.delay(millis));
				}
				catch (IOException ex) {
					if (!Channels.isReply(ex, AMQP.NOT_FOUND)) {
						throw ex;
					}
					this.used.remove(millis);
					return count;
				}
			}
			return count;
		}
		finally {
			Channels.close(channel);
		}
	}

	/**
	 * When a queue was used. In nanoseconds.
	 *
	 * @param declaredAt when it was declared
	 * @param at when something was to be put into it
	 */
	private record Used(long declaredAt, long at) {

	}

}
