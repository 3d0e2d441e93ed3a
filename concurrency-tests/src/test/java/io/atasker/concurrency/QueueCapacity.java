package io.atasker.concurrency;

import io.atasker.queue.ItemQueue;
import io.atasker.queue.ItemQueues;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.ZJ_Result;
import org.openjdk.jcstress.infra.results.ZZJ_Result;

/**
 * The capacity of a chunked queue is exact, and so is the count of accepted items.
 */
public final class QueueCapacity {

	private QueueCapacity() {
	}

	/** Two producers want the last place. */
	@JCStressTest
	@Outcome(id = { "true, false, 1", "false, true, 1" }, expect = Expect.ACCEPTABLE, desc = "one has got it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "none or both have got it")
	@State
	public static class LastPlace {

		private final ItemQueue<Integer> queue = ItemQueues.fifo(1);

		@Actor
		public void one(ZZJ_Result result) {
			result.r1 = this.queue.offer(1);
		}

		@Actor
		public void other(ZZJ_Result result) {
			result.r2 = this.queue.offer(2);
		}

		@Arbiter
		public void count(ZZJ_Result result) {
			result.r3 = this.queue.size();
		}

	}

	/** An item comes back to its place, which a producer has in view. */
	@JCStressTest
	@Outcome(id = "false, 1", expect = Expect.ACCEPTABLE, desc = "the item was first")
	@Outcome(id = "true, 2", expect = Expect.ACCEPTABLE, desc = "the producer was first")
	@Outcome(id = "true, 1", expect = Expect.FORBIDDEN, desc = "the queue was full, and accepted an item then")
	@State
	public static class PlaceTakenBack {

		private final ItemQueue<Integer> queue = ItemQueues.fifo(1);

		private final Integer taken;

		public PlaceTakenBack() {
			this.queue.offer(1);
			this.taken = this.queue.poll();
		}

		@Actor
		public void produce(ZJ_Result result) {
			result.r1 = this.queue.offer(2);
		}

		@Actor
		public void giveBack(ZJ_Result result) {
			this.queue.returnToHead(this.taken);
			result.r2 = this.queue.size();
		}

	}

	/** Items that are forced in are not counted as accepted, not even for a moment. */
	@JCStressTest
	@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "never counted")
	@Outcome(expect = Expect.FORBIDDEN, desc = "counted for a while")
	@State
	public static class ForcedIsNotAccepted {

		private final ItemQueue<Integer> queue = ItemQueues.fifo(1);

		@Actor
		public void force() {
			this.queue.forced(1);
		}

		@Actor
		public void count(JJ_Result result) {
			result.r1 = this.queue.accepted();
		}

		@Arbiter
		public void countAtLast(JJ_Result result) {
			result.r2 = this.queue.accepted();
		}

	}

}
