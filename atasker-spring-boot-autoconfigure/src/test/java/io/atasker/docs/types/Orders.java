package io.atasker.docs.types;

import java.util.PriorityQueue;

import io.atasker.annotation.Argument;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.annotation.Worker;
import io.atasker.worker.WorkContext;

import org.springframework.stereotype.Component;

@Component
class Orders {

	@QueueWorker(onError = "#failed", onResult = "#printed", retry = @Retry(maxRetries = "5", maxDelay = "1m"))
	String receipts(Order order) {
		return "paid: " + order.article();
	}

	void printed(String receipt, Order order) {
	}

	void failed(Exception failure, Order order, WorkContext context) {
	}

	@QueueWorker(queueType = PriorityQueue.class, capacity = "${orders.urgent.capacity:1000}")
	void urgent(Order order) {
	}

	@Worker(interval = "1h", autoStart = false)
	void export(@Argument("region") String region, @Argument(defaultValue = "100") int limit) {
	}

	record Order(String article, int urgency) implements Comparable<Order> {

		@Override
		public int compareTo(Order other) {
			return Integer.compare(other.urgency, this.urgency);
		}

	}

}
