package io.atasker.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * What every {@link ItemQueue} does, seen by one thread.
 */
class ItemQueueSanityTests {

	@ParameterizedTest
	@EnumSource
	void itemsComeOutInTheOrderInWhichTheyWentIn(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(5000);
		for (int i = 0; i < 5000; i++) {
			assertThat(queue.offer(i)).isTrue();
		}
		for (int i = 0; i < 5000; i++) {
			assertThat(queue.poll()).isEqualTo(i);
		}
		assertThat(queue.poll()).isNull();
	}

	@ParameterizedTest
	@EnumSource
	void newQueueIsEmpty(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(7);
		assertThat(queue.size()).isZero();
		assertThat(queue.hasItems()).isFalse();
		assertThat(queue.poll()).isNull();
		assertThat(queue.accepted()).isZero();
		assertThat(queue.capacity()).isEqualTo(7);
	}

	@ParameterizedTest
	@EnumSource
	void sizeAndAcceptedAreExact(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(10);
		fill(queue, 4);
		queue.poll();
		assertThat(queue.size()).isEqualTo(3);
		assertThat(queue.accepted()).isEqualTo(4);
		assertThat(queue.hasItems()).isTrue();
	}

	@ParameterizedTest
	@EnumSource
	void fullQueueRefusesUntilAnItemIsTaken(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(3);
		fill(queue, 3);
		assertThat(queue.offer(3)).isFalse();
		assertThat(queue.accepted()).isEqualTo(3);
		queue.poll();
		assertThat(queue.offer(4)).isTrue();
		assertThat(queue.offer(5)).isFalse();
		assertThat(drain(queue)).containsExactly(1, 2, 4);
	}

	@ParameterizedTest
	@EnumSource
	void nullIsRefused(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(3);
		assertThatNullPointerException().isThrownBy(() -> queue.offer(nothing()));
		assertThatNullPointerException().isThrownBy(() -> queue.offer(nothing(), 1));
		assertThatNullPointerException().isThrownBy(() -> queue.forced(nothing()));
		assertThatNullPointerException().isThrownBy(() -> queue.returnToHead(nothing()));
		assertThat(queue.hasItems()).isFalse();
		assertThat(queue.size()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void returnedItemsComeFirstAndAreNotAcceptedAgain(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(5);
		fill(queue, 5);
		List<Integer> taken = List.of(queue.poll(), queue.poll(), queue.poll());
		queue.returnToHead(taken.get(2));
		queue.returnToHead(taken.get(1));
		assertThat(queue.size()).isEqualTo(4);
		assertThat(queue.poll()).isEqualTo(1);
		queue.returnToHead(1);
		queue.returnToHead(taken.get(0));
		assertThat(queue.accepted()).isEqualTo(5);
		assertThat(drain(queue)).containsExactly(0, 1, 2, 3, 4);
	}

	@ParameterizedTest
	@EnumSource
	void returnedItemsTakeUpRoom(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(2);
		fill(queue, 2);
		Integer taken = queue.poll();
		assertThat(queue.offer(2)).isTrue();
		queue.returnToHead(taken);
		assertThat(queue.size()).isEqualTo(3);
		assertThat(queue.offer(3)).isFalse();
		queue.poll();
		assertThat(queue.offer(3)).isFalse();
		queue.poll();
		assertThat(queue.offer(3)).isTrue();
		assertThat(drain(queue)).containsExactly(2, 3);
	}

	@ParameterizedTest
	@EnumSource
	void returnedItemTakesBackTheRoomThatItLeft(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(2);
		fill(queue, 1);
		queue.returnToHead(queue.poll());
		assertThat(queue.offer(1)).isTrue();
		assertThat(queue.offer(2)).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void anItemReturnedToAnEmptyQueueIsSeen(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(2);
		fill(queue, 1);
		Integer taken = queue.poll();
		assertThat(queue.hasItems()).isFalse();
		queue.returnToHead(taken);
		assertThat(queue.hasItems()).isTrue();
		assertThat(queue.poll()).isEqualTo(0);
		assertThat(queue.hasItems()).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void forcedItemsAreAppendedEvenWhenTheQueueIsFull(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(2);
		fill(queue, 2);
		queue.forced(2);
		queue.forced(3, ItemQueue.DEFAULT_PRIORITY);
		assertThat(queue.size()).isEqualTo(4);
		assertThat(queue.accepted()).isEqualTo(2);
		assertThat(queue.offer(4)).isFalse();
		assertThat(drain(queue)).containsExactly(0, 1, 2, 3);
	}

	@ParameterizedTest
	@EnumSource
	void aLargerCapacityIsFilledAtOnce(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(2);
		fill(queue, 2);
		queue.capacity(4);
		assertThat(queue.capacity()).isEqualTo(4);
		assertThat(queue.offer(2)).isTrue();
		assertThat(queue.offer(3)).isTrue();
		assertThat(queue.offer(4)).isFalse();
	}

	@ParameterizedTest
	@EnumSource
	void aSmallerCapacityKeepsWhatIsThereAndRefusesMore(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(10);
		fill(queue, 4);
		queue.capacity(2);
		assertThat(queue.offer(4)).isFalse();
		assertThat(queue.size()).isEqualTo(4);
		queue.poll();
		queue.poll();
		assertThat(queue.offer(4)).isFalse();
		queue.poll();
		assertThat(queue.offer(4)).isTrue();
		assertThat(drain(queue)).containsExactly(3, 4);
	}

	@ParameterizedTest
	@EnumSource
	void capacityIsAtLeastOne(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(1);
		assertThatIllegalArgumentException().isThrownBy(() -> kind.create(0))
			.withMessageContaining("at least 1, not 0");
		assertThatIllegalArgumentException().isThrownBy(() -> queue.capacity(-1));
		assertThat(queue.capacity()).isEqualTo(1);
	}

	@ParameterizedTest
	@EnumSource
	void aQueueMayBeAsGoodAsUnbounded(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(Long.MAX_VALUE);
		fill(queue, 3);
		queue.returnToHead(queue.poll());
		assertThat(drain(queue)).containsExactly(0, 1, 2);
	}

	@ParameterizedTest
	@EnumSource
	void prioritiesAreChecked(QueueKind kind) {
		ItemQueue<Integer> queue = kind.create(1);
		assertThatIllegalArgumentException().isThrownBy(() -> queue.offer(1, 4)).withMessageContaining("from 0 to 3");
		assertThatIllegalArgumentException().isThrownBy(() -> queue.offer(1, -1));
		assertThat(queue.hasItems()).isFalse();
	}

	/** A long random walk, compared with the obvious at each step. */
	@ParameterizedTest
	@EnumSource
	void behavesLikeASimpleModel(QueueKind kind) {
		Random random = new Random(42);
		ItemQueue<Integer> queue = kind.create(20);
		ArrayDeque<Integer> model = new ArrayDeque<>();
		int accepted = 0;
		for (int i = 0; i < 20_000; i++) {
			switch (random.nextInt(random.nextBoolean() ? 3 : 5)) {
				case 0, 1 -> {
					boolean room = model.size() < queue.capacity();
					assertThat(queue.offer(i)).isEqualTo(room);
					if (room) {
						model.addLast(i);
						accepted++;
					}
				}
				case 2 -> assertThat(queue.poll()).isEqualTo(model.pollFirst());
				case 3 -> {
					if (!model.isEmpty() && random.nextBoolean()) {
						queue.returnToHead(queue.poll());
					}
					else {
						queue.forced(i);
						model.addLast(i);
					}
				}
				default -> queue.capacity(1 + random.nextInt(40));
			}
			assertThat(queue.size()).isEqualTo(model.size());
			assertThat(queue.hasItems()).isEqualTo(!model.isEmpty());
			assertThat(queue.accepted()).isEqualTo(accepted);
		}
		assertThat(drain(queue)).containsExactlyElementsOf(model);
	}

	private static void fill(ItemQueue<Integer> queue, int items) {
		for (int i = 0; i < items; i++) {
			assertThat(queue.offer(i)).isTrue();
		}
	}

	private static List<Integer> drain(ItemQueue<Integer> queue) {
		List<Integer> items = new ArrayList<>();
		for (Integer item = queue.poll(); item != null; item = queue.poll()) {
			items.add(item);
		}
		assertThat(queue.hasItems()).isFalse();
		return items;
	}

	@SuppressWarnings({ "DataFlowIssue", "NullAway" })
	private static Integer nothing() {
		return null;
	}

}
