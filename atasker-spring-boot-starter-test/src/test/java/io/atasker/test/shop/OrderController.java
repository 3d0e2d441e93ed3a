package io.atasker.test.shop;

import io.atasker.worker.BackgroundQueueWorker;

import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderController {

	private final BackgroundQueueWorker<Order> orders;

	OrderController(BackgroundQueueWorker<Order> orders) {
		this.orders = orders;
	}

	@PostMapping("/orders")
	void place(@RequestBody String article) {
		this.orders.put(new Order(article, 1));
	}

}
