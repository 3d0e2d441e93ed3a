package io.atasker.cluster.rabbit;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

import com.rabbitmq.client.Channel;
import io.atasker.queue.DeadLetter;
import io.atasker.queue.DeadLetters;
import io.atasker.queue.Envelope;

/**
 * The dead letters of a queue, in a queue of the broker. They are not bounded.
 * <p>
 * A broker has no way to look at messages but to take them and to give them back. So one
 * reader at a time takes them from the oldest on, as the exclusive consumer of that
 * queue, and what it has not acknowledged is back when it is done.
 */
final class RabbitDeadLetters implements DeadLetters<Envelope> {

	/** How many are looked at, at most, to find the youngest. */
	static final int MOST_LISTED = 10_000;

	private final RabbitWorkerQueue queue;

	/** One reader at a time. */
	private final ReentrantLock lock = new ReentrantLock();

	RabbitDeadLetters(RabbitWorkerQueue queue) {
		this.queue = queue;
	}

	private String name() {
		return this.queue.names().dead();
	}

	@Override
	public List<DeadLetter<Envelope>> list(int limit) {
		Deque<RabbitMessage> youngest = new ArrayDeque<>();
		read(MOST_LISTED, (letter) -> {
			youngest.addLast(letter.message());
			if (youngest.size() > limit) {
				youngest.removeFirst();
			}
			return true;
		});
		List<DeadLetter<Envelope>> letters = new ArrayList<>();
		youngest.forEach((message) -> letters.add(message.letter(this.queue.codec())));
		Collections.reverse(letters);
		return letters;
	}

	@Override
	public int size() {
		return (int) Math.min(Integer.MAX_VALUE, Math.max(0, this.queue.stats().dead()));
	}

	@Override
	public boolean redrive(String id) {
		boolean[] redriven = new boolean[1];
		read(Integer.MAX_VALUE, (letter) -> {
			if (!letter.message().letterId().equals(id)) {
				return true;
			}
			redrive(letter);
			redriven[0] = true;
			return false;
		});
		this.queue.changed();
		return redriven[0];
	}

	/** First there, then not here any more. */
	private void redrive(DeadQueueReader.Letter letter) throws IOException {
		RabbitMessage again = letter.message().redriven();
		this.queue.awaitConfirmed(this.queue.publish(this.queue.names().main(), again, false));
		letter.remove();
	}

	@Override
	public int redriveAll() {
		int[] redriven = new int[1];
		// As many as there are now: those that fail again meanwhile are behind them.
		read((reader) -> reader.readAndRemove((letter) -> {
			redrive(letter);
			redriven[0]++;
			return true;
		}));
		this.queue.changed();
		return redriven[0];
	}

	@Override
	public boolean purge(String id) {
		boolean[] purged = new boolean[1];
		read(Integer.MAX_VALUE, (letter) -> {
			if (!letter.message().letterId().equals(id)) {
				return true;
			}
			letter.remove();
			purged[0] = true;
			return false;
		});
		this.queue.changed();
		return purged[0];
	}

	@Override
	public int purgeAll() {
		this.lock.lock();
		try {
			int purged = this.queue.reaching(() -> {
				Channel channel = this.queue.provider().taking().channel();
				try {
					return channel.queuePurge(name()).getMessageCount();
				}
				finally {
					Channels.close(channel);
				}
			});
			this.queue.changed();
			return purged;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void read(int most, DeadQueueReader.Visitor visitor) {
		read((reader) -> reader.read(most, visitor));
	}

	private void read(Reading reading) {
		this.lock.lock();
		try {
			this.queue.reaching(() -> {
				reading.read(new DeadQueueReader(this.queue.provider().taking(), name()));
				return null;
			});
		}
		finally {
			this.lock.unlock();
		}
	}

	/** How it is read. */
	private interface Reading {

		void read(DeadQueueReader reader) throws IOException;

	}

}
