package io.atasker.test.shop;

import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.stereotype.Component;

@Component
class Shelves implements Warehouse {

	private final AtomicInteger stock = new AtomicInteger(100);

	@Override
	public void take(String article, int number) {
		this.stock.addAndGet(-number);
	}

	@Override
	public int stock() {
		return this.stock.get();
	}

}
