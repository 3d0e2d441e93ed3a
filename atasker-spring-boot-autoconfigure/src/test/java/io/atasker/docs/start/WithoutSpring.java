package io.atasker.docs.start;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.Supervisor;
import io.atasker.worker.Workers;

final class WithoutSpring {

	private final AtomicInteger ticks = new AtomicInteger();

	int run() throws InterruptedException {
		try (Supervisor supervisor = Supervisor.builder().build()) {
			Workers workers = Workers.of(supervisor);
			workers.define("tick")
				.interval(Duration.ofSeconds(1))
				.executor((context) -> this.ticks.incrementAndGet())
				.register();
			supervisor.start();
			Thread.sleep(100);
		}
		return this.ticks.get();
	}

}
