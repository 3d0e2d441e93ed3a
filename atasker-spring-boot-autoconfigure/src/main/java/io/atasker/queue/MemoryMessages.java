package io.atasker.queue;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.atasker.time.TimeSource;
import io.atasker.time.Timers;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a {@link MemoryWorkerQueue} that nobody has in hand: ready, delayed or
 * dead. Each method moves a message in one step; all but those that read are called under
 * the lock of the queue, which therefore is what guards this class.
 */
final class MemoryMessages {

	private final QueueSpec spec;

	private final TimeSource time;

	private final DelayedItems<MemoryMessage> delayed;

	private final MemoryDeadLetters<Envelope> dead;

	private final PriorityQueue<MemoryMessage> ready = new PriorityQueue<>();

	private long sequence;

	MemoryMessages(QueueSpec spec, TimeSource time, Timers timers, Consumer<MemoryMessage> whenDue,
			Predicate<DeadLetter<Envelope>> redriver) {
		this.spec = spec;
		this.time = time;
		this.delayed = new DelayedItems<>(time, timers, whenDue);
		this.dead = new MemoryDeadLetters<>(spec.name(), redriver);
	}

	/**
	 * Accepts a new message.
	 * @param envelope the message
	 * @throws QueueFullException if there is no room
	 */
	void accept(Envelope envelope) {
		if (isSignalled()) {
			return;
		}
		long waiting = this.ready.size() + this.delayed.size();
		if (waiting >= this.spec.capacity()) {
			throw new QueueFullException(this.spec.name(), waiting, this.spec.capacity());
		}
		MemoryMessage message = new MemoryMessage(envelope, 1, 1, this.sequence++);
		if (envelope.delay().isZero()) {
			this.ready.add(message);
		}
		else {
			this.delayed.add(message, envelope.delay());
		}
	}

	/** Whether a delivery that has not begun will serve one more signal. */
	private boolean isSignalled() {
		return this.spec.kind() == QueueSpec.Kind.SIGNAL && !this.ready.isEmpty();
	}

	/**
	 * Makes a message ready.
	 * @param message the message
	 */
	void enqueue(MemoryMessage message) {
		if (!isSignalled()) {
			this.ready.add(message);
		}
	}

	/**
	 * Keeps a message back.
	 * @param message the message
	 * @param delay for how long
	 */
	void delay(MemoryMessage message, Duration delay) {
		this.delayed.add(message, delay);
	}

	/**
	 * Keeps a message back that comes as another attempt then.
	 * @param message the message
	 * @param delay for how long
	 */
	void retry(MemoryMessage message, Duration delay) {
		this.delayed.add(message.retried(this.sequence++), delay);
	}

	/**
	 * Gives a message up.
	 * @param message the message
	 * @param error what went wrong
	 */
	void bury(MemoryMessage message, String error) {
		Envelope envelope = message.envelope();
		this.dead.add(envelope.id(), envelope, message.attempt(), this.time.instant(), error);
	}

	/**
	 * Takes the next message that is ready.
	 * @return the message, or {@code null} if there is none
	 */
	@Nullable MemoryMessage take() {
		return this.ready.poll();
	}

	/**
	 * Counts the messages.
	 * @param inFlight how many are in somebody's hands
	 * @return the numbers
	 */
	QueueStats count(int inFlight) {
		return new QueueStats(this.ready.size(), inFlight, this.delayed.size(), this.dead.size());
	}

	/**
	 * Forgets those that are ready or delayed.
	 * @return how many there were
	 */
	int forget() {
		int forgotten = this.ready.size() + this.delayed.drain().size();
		this.ready.clear();
		return forgotten;
	}

	/**
	 * Returns the dead letters, which are safe from any thread.
	 * @return the dead letters
	 */
	DeadLetters<Envelope> deadLetters() {
		return this.dead;
	}

}
