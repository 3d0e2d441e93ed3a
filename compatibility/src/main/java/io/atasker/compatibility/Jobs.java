package io.atasker.compatibility;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Worker;
import io.atasker.worker.BackgroundQueueWorker;

import org.springframework.stereotype.Component;

/**
 * A worker of each type.
 */
@Component
class Jobs {

	/** The names of the workers that have done something. */
	final Set<String> done = ConcurrentHashMap.newKeySet();

	/** Found by the type of its items. */
	final BackgroundQueueWorker<Order> orders;

	Jobs(BackgroundQueueWorker<Order> orders) {
		this.orders = orders;
	}

	@Worker
	void continuous() throws InterruptedException {
		this.done.add("continuous");
		Thread.sleep(20);
	}

	@IntervalWorker("20ms")
	void interval() {
		this.done.add("interval");
	}

	@IntervalWorker("20ms")
	CompletionStage<Void> asynchronous() {
		this.done.add("asynchronous");
		return CompletableFuture.completedFuture(null);
	}

	@EventWorker
	void event() {
		this.done.add("event");
	}

	@QueueWorker
	void orders(Order order) {
		this.done.add("orders");
	}

	@QueueWorker(onResult = "#priced")
	static Price prices(Request request) {
		return new Price(request.number(), ProcessHandle.current().pid());
	}

	void priced(Price price) {
		if (price.pid() != ProcessHandle.current().pid()) {
			this.done.add("prices");
		}
	}

	record Order(int number) {

	}

	record Request(int number) {

	}

	record Price(int number, long pid) {

	}

}
