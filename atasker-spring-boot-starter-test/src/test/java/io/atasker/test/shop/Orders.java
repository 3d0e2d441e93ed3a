package io.atasker.test.shop;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.QueueWorker;
import io.atasker.annotation.Retry;
import io.atasker.annotation.Worker;
import io.atasker.worker.BackgroundEventWorker;

import org.springframework.stereotype.Component;

@Component
class Orders {

	private final Warehouse warehouse;

	private final BackgroundEventWorker report;

	Orders(Warehouse warehouse, BackgroundEventWorker reportWorker) {
		this.warehouse = warehouse;
		this.report = reportWorker;
	}

	@QueueWorker(retry = @Retry(maxRetries = "1", delay = "30s"))
	void orders(Order order) {
		this.warehouse.take(order.article(), order.number());
		this.report.trigger();
	}

	@EventWorker
	int report() {
		return this.warehouse.stock();
	}

	@IntervalWorker("1m")
	void count() {
		this.warehouse.stock();
	}

	@IntervalWorker("1h")
	CompletionStage<Integer> forecast() {
		return CompletableFuture.supplyAsync(this.warehouse::stock);
	}

	@Worker(autoStart = false, timeout = "5s")
	void watch() throws InterruptedException {
		new CountDownLatch(1).await();
	}

}
