package io.atasker.docs.types;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.atasker.annotation.EventWorker;
import io.atasker.annotation.IntervalWorker;
import io.atasker.annotation.Worker;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

@Component
class Gallery {

	@EventWorker(settle = "500ms")
	void gallery() {
	}

	@EventWorker(on = PictureAdded.class, runOnStart = true)
	void index() {
	}

	@Worker(interval = "5s")
	void scan() {
	}

	@Worker(delay = "30s", initialDelay = "10s")
	void sweep() {
	}

	@Worker(cron = "0 0 3 * * *", zone = "Europe/Prague", jitter = "5m")
	void housekeeping() {
	}

	@IntervalWorker("10s")
	CompletionStage<Void> report() {
		return CompletableFuture.runAsync(this::scan, CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
	}

	@IntervalWorker(interval = "1m", loop = "io")
	Mono<Long> ping() {
		return Mono.delay(Duration.ofMillis(100));
	}

	record PictureAdded(String name) {

	}

}
