package io.atasker.docs.recipes;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.Scheduled;

class Before {

	private final ExecutorService executor = Executors.newFixedThreadPool(4);

	@Scheduled(fixedRate = 5000, initialDelay = 1000)
	void refresh() {
	}

	@Scheduled(fixedDelayString = "${sweep.pause:30s}")
	void sweep() {
	}

	@Scheduled(cron = "0 0 3 * * *", zone = "Europe/Prague")
	void nightly() {
	}

	@Async
	void send(Message message) {
	}

	void submit(Message message) {
		this.executor.submit(() -> deliver(message));
	}

	private void deliver(Message message) {
	}

	record Message(String text) {

	}

}
