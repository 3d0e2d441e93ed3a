package io.atasker.queue;

import java.util.ArrayDeque;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Each way in which the methods of a {@link ChunkedItemQueue} can meet has the outcome of
 * some order of the same calls on a list. Chunks have two slots and there is room for
 * three items, so that scenarios of a few calls meet all limits.
 */
@Tag("lincheck")
class ItemQueueLincheckTests {

	@Test
	void everyInterleavingOfAChunkedQueueHasAnOrder() {
		new ModelCheckingOptions().sequentialSpecification(Model.class)
			.iterations(20)
			.invocationsPerIteration(400)
			.threads(3)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2)
			.minimizeFailedScenario(false)
			.check(Chunked.class);
	}

	@Test
	void chunkedQueueUnderStressHasAnOrder() {
		new StressOptions().sequentialSpecification(Model.class)
			.iterations(20)
			.invocationsPerIteration(1000)
			.threads(3)
			.actorsBefore(2)
			.actorsPerThread(3)
			.actorsAfter(2)
			.minimizeFailedScenario(false)
			.check(Chunked.class);
	}

	/**
	 * The queue as Lincheck calls it.
	 */
	@Param(name = "item", gen = IntGen.class, conf = "1:9")
	public static class Chunked {

		private final ItemQueue<Integer> queue = new ChunkedItemQueue<>(3, 1);

		@Operation
		public boolean offer(@Param(name = "item") int item) {
			return this.queue.offer(item);
		}

		@Operation
		public void forced(@Param(name = "item") int item) {
			this.queue.forced(item);
		}

		@Operation
		public long size() {
			return this.queue.size();
		}

		@Operation
		public long accepted() {
			return this.queue.accepted();
		}

		@Operation
		public void capacity(@Param(gen = IntGen.class, conf = "1:4") int capacity) {
			this.queue.capacity(capacity);
		}

		@Operation(nonParallelGroup = "consumer")
		public @Nullable Integer poll() {
			Integer item = this.queue.poll();
			// Only hasItems() proves that there is nothing; an offer may be on its way.
			while (item == null && this.queue.hasItems()) {
				item = this.queue.poll();
			}
			return item;
		}

		@Operation(nonParallelGroup = "consumer")
		public boolean hasItems() {
			return this.queue.hasItems();
		}

		@Operation(nonParallelGroup = "consumer")
		public void returnToHead(@Param(name = "item") int item) {
			this.queue.returnToHead(item);
		}

	}

	/**
	 * The same for one thread.
	 */
	public static class Model {

		private final ArrayDeque<Integer> items = new ArrayDeque<>();

		private int capacity = 3;

		private int accepted;

		public boolean offer(int item) {
			if (this.items.size() >= this.capacity) {
				return false;
			}
			this.accepted++;
			this.items.addLast(item);
			return true;
		}

		public void forced(int item) {
			this.items.addLast(item);
		}

		public long size() {
			return this.items.size();
		}

		public long accepted() {
			return this.accepted;
		}

		public void capacity(int capacity) {
			this.capacity = capacity;
		}

		public @Nullable Integer poll() {
			return this.items.pollFirst();
		}

		public boolean hasItems() {
			return !this.items.isEmpty();
		}

		public void returnToHead(int item) {
			this.items.addFirst(item);
		}

	}

}
