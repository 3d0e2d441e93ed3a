package io.atasker.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link OrderedItemQueue} and its stores.
 */
class OrderedItemQueueTests {

	@Test
	void smallestComesFirstAndTheOldestOfEquals() {
		ItemQueue<String> queue = ItemQueues.ordered(10, Comparator.comparing(String::length));
		List.of("ccc", "a", "bb", "b", "aaa", "c").forEach(queue::offer);
		assertThat(drain(queue)).containsExactly("a", "b", "c", "bb", "ccc", "aaa");
	}

	@Test
	void higherPriorityComesFirstWhateverTheComparatorSays() {
		ItemQueue<Integer> queue = ItemQueues.ordered(10, null);
		queue.offer(3, 1);
		queue.offer(9, 3);
		queue.offer(1);
		queue.offer(8, 3);
		queue.offer(0, 0);
		assertThat(drain(queue)).containsExactly(8, 9, 1, 3, 0);
	}

	@Test
	void prioritisedQueueIsFirstInFirstOutWithinAPriority() {
		ItemQueue<Object> queue = ItemQueues.ordered(10, (one, other) -> 0);
		queue.offer("a");
		queue.offer("b", 2);
		queue.offer("c", 0);
		queue.offer("d", 2);
		queue.forced("e", 3);
		queue.forced("f");
		assertThat(queue.ordersByPriority()).isTrue();
		assertThat(drain(queue)).containsExactly("e", "b", "d", "a", "f", "c");
	}

	@Test
	void plainQueueRefusesPriorities() {
		ItemQueue<Integer> queue = ItemQueues.fifo(10);
		assertThat(queue.ordersByPriority()).isFalse();
		assertThat(queue.offer(1, ItemQueue.DEFAULT_PRIORITY)).isTrue();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> queue.offer(2, 3))
			.withMessageContaining("use PriorityQueue as queue type");
		assertThat(drain(queue)).containsExactly(1);
	}

	@Test
	void manyItemsAreSorted() {
		ItemQueue<Integer> queue = ItemQueues.ordered(10_000, null);
		PriorityQueue<Integer> model = new PriorityQueue<>();
		Random random = new Random(7);
		for (int i = 0; i < 20_000; i++) {
			if (random.nextInt(3) < 2) {
				int item = random.nextInt(1000);
				queue.offer(item);
				model.offer(item);
			}
			else {
				assertThat(queue.poll()).isEqualTo(model.poll());
			}
		}
		while (!model.isEmpty()) {
			assertThat(queue.poll()).isEqualTo(model.poll());
		}
	}

	@Test
	void firstItemWithoutOrderIsRefusedByName() {
		ItemQueue<Object> queue = ItemQueues.ordered(10, null);
		assertThatIllegalArgumentException().isThrownBy(() -> queue.offer(new Plain()))
			.withMessageContaining(Plain.class.getName())
			.withMessageContaining("implement Comparable or give the queue a Comparator");
		assertThat(queue.hasItems()).isFalse();
		assertThat(queue.accepted()).isZero();
	}

	@Test
	void itemOfAnotherClassIsRefusedEvenWithAnotherPriority() {
		ItemQueue<Object> queue = ItemQueues.ordered(10, null);
		queue.offer("text", 3);
		assertThatExceptionOfType(ClassCastException.class).isThrownBy(() -> queue.offer(1, 0))
			.withMessageContaining("java.lang.Integer")
			.withMessageContaining("java.lang.String");
		assertThat(drain(queue)).containsExactly("text");
	}

	@Test
	void comparatorThatThrowsLeavesTheQueueAsItWas() {
		AtomicInteger calls = new AtomicInteger(Integer.MAX_VALUE);
		ItemQueue<Integer> queue = ItemQueues.ordered(1000, (one, other) -> {
			if (calls.getAndDecrement() <= 0) {
				throw new IllegalStateException("no");
			}
			return Integer.compare(one, other);
		});
		List<Integer> items = new ArrayList<>();
		for (int i = 100; i > 0; i--) {
			queue.offer(i);
			items.add(0, i);
		}
		for (int after = 0; after < 8; after++) {
			calls.set(after);
			assertThatIllegalStateException().isThrownBy(() -> queue.offer(0));
		}
		calls.set(Integer.MAX_VALUE);
		assertThat(queue.size()).isEqualTo(100);
		assertThat(queue.accepted()).isEqualTo(100);
		assertThat(drain(queue)).containsExactlyElementsOf(items);
	}

	@Test
	void takingGoesOnWhenAcceptedItemsCannotBeComparedAnyMore() {
		AtomicBoolean broken = new AtomicBoolean();
		ItemQueue<Integer> queue = ItemQueues.ordered(100, (one, other) -> {
			if (broken.get()) {
				throw new IllegalStateException("no");
			}
			return Integer.compare(one, other);
		});
		List<Integer> items = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			queue.offer(i);
			items.add(i);
		}
		broken.set(true);
		queue.forced(20);
		items.add(20);
		assertThat(queue.poll()).isEqualTo(20);
		queue.returnToHead(20);
		assertThat(drain(queue)).containsExactlyInAnyOrderElementsOf(items);
	}

	@Test
	void ownQueueClassDecidesAboutTheOrder() {
		ItemQueue<Integer> queue = ItemQueues.create(10, LastInFirstOut.class, null);
		queue.offer(1);
		queue.offer(2);
		queue.offer(3);
		queue.returnToHead(queue.poll());
		queue.offer(4);
		assertThat(drain(queue)).containsExactly(3, 4, 2, 1);
	}

	@Test
	void ownQueueClassMayRefuse() {
		ItemQueue<Integer> queue = ItemQueues.create(10, AtMostTwo.class, null);
		assertThat(queue.offer(1)).isTrue();
		assertThat(queue.offer(2)).isTrue();
		assertThat(queue.offer(3)).isFalse();
		queue.forced(4);
		assertThat(queue.size()).isEqualTo(3);
		assertThat(queue.accepted()).isEqualTo(2);
		assertThat(drain(queue)).containsExactlyInAnyOrder(1, 2, 4);
	}

	@Test
	void ownQueueClassThatDropsItemsIsFoundOut() {
		ItemQueue<Integer> queue = ItemQueues.create(10, LatestOnly.class, null);
		queue.offer(1);
		queue.offer(2);
		assertThat(queue.size()).isEqualTo(2);
		assertThat(queue.poll()).isEqualTo(2);
		assertThat(queue.poll()).isNull();
		assertThat(queue.hasItems()).isFalse();
		assertThat(queue.size()).isZero();
	}

	private static <E> List<E> drain(ItemQueue<E> queue) {
		List<E> items = new ArrayList<>();
		for (E item = queue.poll(); item != null; item = queue.poll()) {
			items.add(item);
		}
		assertThat(queue.hasItems()).isFalse();
		return items;
	}

	private static final class Plain {

	}

	private static final class LastInFirstOut<E> extends PriorityQueue<E> {

		private final List<E> items = new ArrayList<>();

		@Override
		public boolean offer(E item) {
			return this.items.add(item);
		}

		@Override
		public E poll() {
			return this.items.isEmpty() ? null : this.items.remove(this.items.size() - 1);
		}

		@Override
		public int size() {
			return this.items.size();
		}

	}

	private static final class AtMostTwo<E> extends QueueKind.OwnQueue<E> {

		@Override
		public boolean offer(E item) {
			return size() < 2 && super.offer(item);
		}

	}

	private static final class LatestOnly<E> extends QueueKind.OwnQueue<E> {

		@Override
		public boolean offer(E item) {
			poll();
			return super.offer(item);
		}

	}

}
