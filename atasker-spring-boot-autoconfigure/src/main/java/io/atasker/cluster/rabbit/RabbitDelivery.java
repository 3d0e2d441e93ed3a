package io.atasker.cluster.rabbit;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.queue.DeadLetter;
import io.atasker.queue.Delivery;
import io.atasker.queue.Envelope;
import io.atasker.queue.LossAction;
import org.jspecify.annotations.Nullable;

/**
 * A message in hand, which the broker keeps until it is acknowledged.
 */
final class RabbitDelivery implements Delivery {

	private final RabbitConsumer consumer;

	private final long tag;

	private final RabbitMessage message;

	private final Envelope envelope;

	private final AtomicReference<State> state = new AtomicReference<>(State.UNSETTLED);

	private final LossAction whenLost = new LossAction();

	RabbitDelivery(RabbitConsumer consumer, long tag, RabbitMessage message, Envelope envelope) {
		this.consumer = consumer;
		this.tag = tag;
		this.message = message;
		this.envelope = envelope;
	}

	RabbitMessage message() {
		return this.message;
	}

	@Override
	public Envelope envelope() {
		return this.envelope;
	}

	@Override
	public int attempt() {
		return this.message.head().attempt();
	}

	@Override
	public int deliveries() {
		return 1 + this.message.head().returned() + this.message.head().losses();
	}

	@Override
	public int losses() {
		return this.message.head().losses();
	}

	@Override
	public boolean ack() {
		return settle(() -> this.consumer.ack(this.tag));
	}

	@Override
	public boolean retry(Duration delay, @Nullable Throwable cause) {
		return settle(() -> this.consumer.moveLater(this.tag, this.message.retried(), delay));
	}

	@Override
	public boolean dead(@Nullable Throwable cause) {
		String error = DeadLetter.describe(cause);
		return settle(() -> this.consumer.bury(this.tag, this.message.dead(Instant.now(), error)));
	}

	@Override
	public boolean release() {
		return settle(() -> this.consumer.release(this.tag, this.message.returned()));
	}

	/**
	 * Settles, if nobody has.
	 * @param outcome what becomes of the message
	 * @return whether this call has settled it
	 */
	boolean settle(Runnable outcome) {
		if (!this.state.compareAndSet(State.UNSETTLED, State.SETTLED)) {
			return false;
		}
		this.consumer.subscription().settled(this);
		outcome.run();
		return true;
	}

	/**
	 * Takes it away from whoever has it in hand, while the broker still leaves it to us.
	 */
	void takeAway() {
		if (this.state.compareAndSet(State.UNSETTLED, State.LOST)) {
			this.consumer.subscription().settled(this);
			this.consumer.release(this.tag, this.message.returned());
			this.whenLost.run(this);
		}
	}

	/** The broker has taken it away. */
	void lose() {
		if (this.state.compareAndSet(State.UNSETTLED, State.LOST)) {
			this.whenLost.run(this);
		}
	}

	@Override
	public boolean lost() {
		return this.state.get() == State.LOST;
	}

	@Override
	public void onLost(Runnable action) {
		this.whenLost.set(action, this);
	}

	private enum State {

		UNSETTLED, SETTLED, LOST

	}

}
