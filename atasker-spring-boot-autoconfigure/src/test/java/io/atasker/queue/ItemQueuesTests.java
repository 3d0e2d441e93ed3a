package io.atasker.queue;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedList;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.SynchronousQueue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link ItemQueues}.
 */
class ItemQueuesTests {

	@Test
	void withoutATypeAQueueIsFirstInFirstOut() {
		assertThat(ItemQueues.create(1, null, null)).isInstanceOf(ChunkedItemQueue.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { Queue.class, LinkedList.class, ArrayDeque.class, ConcurrentLinkedQueue.class,
			LinkedBlockingQueue.class, ArrayBlockingQueue.class })
	void plainQueuesOfTheJdkAreFirstInFirstOut(Class<?> type) {
		assertThat(ItemQueues.create(1, type, null)).isInstanceOf(ChunkedItemQueue.class);
	}

	@ParameterizedTest
	@ValueSource(classes = { PriorityQueue.class, PriorityBlockingQueue.class })
	void priorityQueuesOfTheJdkAreOrdered(Class<?> type) {
		ItemQueue<Integer> queue = ItemQueues.create(9, type, Comparator.<Integer>reverseOrder());
		queue.offer(1);
		queue.offer(2);
		assertThat(queue.ordersByPriority()).isTrue();
		assertThat(queue.poll()).isEqualTo(2);
	}

	@Test
	void comparatorNeedsAPriorityQueue() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ItemQueues.create(1, null, Comparator.<Integer>naturalOrder()))
			.withMessage("a comparator orders nothing in a queue that is first in, first out;"
					+ " use PriorityQueue as queue type");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ItemQueues.create(1, LinkedList.class, Comparator.<Integer>naturalOrder()))
			.withMessageContaining("'java.util.LinkedList'");
	}

	@Test
	void typesThatCannotServeAreRefusedWithTheRemedy() {
		assertRefused(String.class, "does not implement java.util.Queue");
		assertRefused(DelayQueue.class, "put items with a delay instead");
		assertRefused(SynchronousQueue.class, "set a capacity of 1 instead");
		assertRefused(NoConstructor.class, "no constructor without parameters; add one");
		assertRefused(Abstract.class, "make it a concrete, accessible class");
		assertRefused(Failing.class, "its constructor throws java.lang.IllegalStateException: no disk");
	}

	@Test
	void fullQueueIsExplained() {
		QueueFullException ex = new QueueFullException("thumbnails", 100, 90);
		assertThat(ex).hasMessageContaining("queue 'thumbnails' is full: 100 items wait and its capacity is 90")
			.hasMessageContaining("raise the capacity");
		assertThat(ex.getQueue()).isEqualTo("thumbnails");
		assertThat(ex.getSize()).isEqualTo(100);
		assertThat(ex.getCapacity()).isEqualTo(90);
	}

	private static void assertRefused(Class<?> type, String reason) {
		assertThatIllegalArgumentException().isThrownBy(() -> ItemQueues.create(1, type, null))
			.withMessageContaining("queue type '" + type.getName() + "' cannot be used")
			.withMessageContaining(reason);
	}

	static class NoConstructor<E> extends LinkedList<E> {

		NoConstructor(int size) {
		}

	}

	abstract static class Abstract<E> extends LinkedList<E> {

	}

	static class Failing<E> extends LinkedList<E> {

		Failing() {
			throw new IllegalStateException("no disk");
		}

	}

}
