package io.atasker.concurrency;

import io.atasker.queue.ItemQueue;
import io.atasker.queue.ItemQueues;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * No wake-up is lost: a producer appends an item and then looks whether the runner is
 * active; the runner lets go and then looks for items. One of them must see the other.
 */
public final class QueueWakeUp {

	private QueueWakeUp() {
	}

	/** A producer offers to a queue that is first in, first out. */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "the item waits for ever")
	@Outcome(expect = Expect.ACCEPTABLE, desc = "somebody sees the item")
	@State
	public static class OfferToChunks {

		private final ItemQueue<Integer> queue = ItemQueues.fifo(2);

		private volatile boolean active = true;

		@Actor
		public void produce(ZZ_Result result) {
			this.queue.offer(1);
			result.r1 = this.active;
		}

		@Actor
		public void run(ZZ_Result result) {
			this.active = false;
			result.r2 = this.queue.hasItems();
		}

	}

	/** A retry comes due. */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "the item waits for ever")
	@Outcome(expect = Expect.ACCEPTABLE, desc = "somebody sees the item")
	@State
	public static class ForceIntoChunks {

		private final ItemQueue<Integer> queue = ItemQueues.fifo(2);

		private volatile boolean active = true;

		@Actor
		public void produce(ZZ_Result result) {
			this.queue.forced(1);
			result.r1 = this.active;
		}

		@Actor
		public void run(ZZ_Result result) {
			this.active = false;
			result.r2 = this.queue.hasItems();
		}

	}

	/** A producer offers to a queue that has an order. */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "the item waits for ever")
	@Outcome(expect = Expect.ACCEPTABLE, desc = "somebody sees the item")
	@State
	public static class OfferToOrder {

		private final ItemQueue<Integer> queue = ItemQueues.ordered(2, null);

		private volatile boolean active = true;

		@Actor
		public void produce(ZZ_Result result) {
			this.queue.offer(1);
			result.r1 = this.active;
		}

		@Actor
		public void run(ZZ_Result result) {
			this.active = false;
			result.r2 = this.queue.hasItems();
		}

	}

	/** The runner takes what is there before it lets go, as it does in life. */
	@JCStressTest
	@Outcome(id = "true, false", expect = Expect.FORBIDDEN, desc = "the second item waits for ever")
	@Outcome(expect = Expect.ACCEPTABLE, desc = "somebody sees the second item")
	@State
	public static class OfferWhileTheLastIsTaken {

		private final ItemQueue<Integer> queue = ItemQueues.fifo(2);

		private volatile boolean active = true;

		public OfferWhileTheLastIsTaken() {
			this.queue.offer(0);
		}

		@Actor
		public void produce(ZZ_Result result) {
			this.queue.offer(1);
			result.r1 = this.active;
		}

		@Actor
		public void run(ZZ_Result result) {
			this.queue.poll();
			this.active = false;
			result.r2 = this.queue.hasItems();
		}

	}

}
