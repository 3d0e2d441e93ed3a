package io.atasker.cluster.rabbit;

import java.util.ArrayList;
import java.util.List;

/**
 * The consumers of a subscription. Not safe: whoever has it guards it.
 */
final class HeldConsumers {

	/** A consumer for less than this part of the credit is not worth it. */
	private static final int FEW = 4;

	private final List<RabbitConsumer> active = new ArrayList<>();

	/** Those that get nothing more and still have something in hand. */
	private final List<RabbitConsumer> retired = new ArrayList<>();

	void add(RabbitConsumer consumer) {
		this.active.add(consumer);
	}

	boolean noneActive() {
		return this.active.isEmpty();
	}

	boolean isEmpty() {
		return this.active.isEmpty() && this.retired.isEmpty();
	}

	List<RabbitConsumer> all() {
		List<RabbitConsumer> all = new ArrayList<>(this.active);
		all.addAll(this.retired);
		return all;
	}

	/** Returns those that were active; they are among the retired now. */
	List<RabbitConsumer> retireAll() {
		List<RabbitConsumer> surplus = List.copyOf(this.active);
		surplus.forEach(RabbitConsumer::retire);
		this.retired.addAll(surplus);
		this.active.clear();
		return surplus;
	}

	void forgetIdle() {
		this.retired.removeIf((consumer) -> consumer.inHand() == 0);
	}

	void clear() {
		this.active.clear();
		this.retired.clear();
	}

	/** Returns how many messages the active ones may have in hand. */
	int prefetch() {
		return this.active.stream().mapToInt(RabbitConsumer::prefetch).sum();
	}

	/**
	 * Says what another consumer would be good for.
	 * @param credit how many messages may be in hand
	 * @return how many messages are worth another consumer
	 */
	int missing(int credit) {
		int elsewhere = this.retired.stream().mapToInt(RabbitConsumer::inHand).sum();
		int missing = Math.max(0, credit - elsewhere - prefetch());
		boolean few = elsewhere > 0 && missing < credit / FEW;
		return few ? 0 : Math.min(missing, RabbitQueueProvider.MOST_PREFETCHED);
	}

}
