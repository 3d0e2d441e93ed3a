package io.atasker.queue;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A message of a {@link MemoryWorkerQueue} in the hands of its subscriber.
 */
final class MemoryDelivery implements Delivery {

	private final MemoryWorkerQueue queue;

	private final MemorySubscription subscription;

	private final MemoryMessage message;

	/** Written under the lock of the queue, read by anyone. */
	private volatile State state = State.UNSETTLED;

	private final LossAction whenLost = new LossAction();

	MemoryDelivery(MemoryWorkerQueue queue, MemorySubscription subscription, MemoryMessage message) {
		this.queue = queue;
		this.subscription = subscription;
		this.message = message;
	}

	MemorySubscription subscription() {
		return this.subscription;
	}

	MemoryMessage message() {
		return this.message;
	}

	@Override
	public Envelope envelope() {
		return this.message.envelope();
	}

	@Override
	public int attempt() {
		return this.message.attempt();
	}

	@Override
	public int deliveries() {
		return this.message.deliveries();
	}

	/** What dies here takes its queue along. */
	@Override
	public int losses() {
		return 0;
	}

	@Override
	public boolean ack() {
		return this.queue.settle(this, (messages) -> {
		});
	}

	@Override
	public boolean retry(Duration delay, @Nullable Throwable cause) {
		return this.queue.settle(this, (messages) -> messages.retry(this.message, delay));
	}

	@Override
	public boolean dead(@Nullable Throwable cause) {
		String error = DeadLetter.describe(cause);
		return this.queue.settle(this, (messages) -> messages.bury(this.message, error));
	}

	@Override
	public boolean release() {
		return this.queue.settle(this, (messages) -> messages.enqueue(this.message.returned()));
	}

	/**
	 * Ends the delivery. Called under the lock of the queue.
	 * @param end what it comes to
	 * @return whether it was unsettled
	 */
	boolean end(State end) {
		if (this.state != State.UNSETTLED) {
			return false;
		}
		this.state = end;
		return true;
	}

	@Override
	public boolean lost() {
		return this.state == State.LOST;
	}

	@Override
	public void onLost(Runnable action) {
		this.whenLost.set(action, this);
	}

	/**
	 * Tells whoever wants to know that this delivery is lost. Called outside all locks.
	 */
	void tellLost() {
		this.whenLost.run(this);
	}

	/** What became of a delivery. */
	enum State {

		UNSETTLED, SETTLED, LOST

	}

}
