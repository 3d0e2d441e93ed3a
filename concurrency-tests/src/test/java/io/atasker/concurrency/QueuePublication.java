package io.atasker.concurrency;

import io.atasker.queue.ItemQueue;
import io.atasker.queue.ItemQueues;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * What a producer did before it offered an item is visible to the one who takes it. (On
 * x86 only the compiler could break this.)
 */
@JCStressTest
@Outcome(id = { "-1, -1", "1, -1", "1, 2" }, expect = Expect.ACCEPTABLE, desc = "whole items, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "half an item, or the second before the first")
@State
public class QueuePublication {

	private final ItemQueue<Item> queue = ItemQueues.fifo(2);

	@Actor
	public void produce() {
		for (int value = 1; value <= 2; value++) {
			Item item = new Item();
			item.value = value;
			this.queue.offer(item);
		}
	}

	@Actor
	public void consume(II_Result result) {
		result.r1 = value(this.queue.poll());
		result.r2 = (result.r1 != -1) ? value(this.queue.poll()) : -1;
	}

	private static int value(Item item) {
		return (item != null) ? item.value : -1;
	}

	private static final class Item {

		/** Plain on purpose: the queue publishes it. */
		private int value;

	}

}
