package io.atasker.worker;

import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.PriorityBlockingQueue;

/**
 * Which classes of queues order their items.
 */
final class Ordering {

	private Ordering() {
	}

	@SuppressWarnings("rawtypes")
	static boolean isPriorityQueue(Class<? extends Queue> queueType) {
		return queueType == PriorityQueue.class || queueType == PriorityBlockingQueue.class;
	}

}
