package io.atasker.worker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failure case 39, as far as a build can decide it: nothing on the way from a call to its
 * execution waits for a clock. Time stands still here, so that whoever polls, or sleeps
 * between two looks, would never run.
 */
@ExtendWith(LeakGuard.class)
class NoPollingTests {

	private static final int TIMES = 3_000;

	private final Engine engine = Engine.started();

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.engine.close();
	}

	@Test
	void case39ItemsArriveOneByOneWhileTimeStandsStill() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.executor((item, context) -> this.runs.incrementAndGet())
			.register();
		oneByOne(worker::put);
	}

	@Test
	void case39ItemsArriveInManyWhileTimeStandsStill() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.capacity(100_000)
			.executor((item, context) -> this.runs.incrementAndGet())
			.register();
		for (int i = 0; i < 100_000; i++) {
			worker.put(i);
		}
		await().until(() -> this.runs.get() == 100_000);
	}

	@Test
	void case39TriggersRunWhileTimeStandsStill() {
		BackgroundEventWorker worker = this.engine.workers.define("event")
			.event()
			.executor((context) -> this.runs.incrementAndGet())
			.register();
		oneByOne((i) -> worker.trigger());
	}

	@Test
	void case39StagesCompleteWhileTimeStandsStill() {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("async")
			.queue(Integer.class)
			.asyncExecutor((item, context) -> CompletableFuture.runAsync(this.runs::incrementAndGet))
			.register();
		oneByOne(worker::put);
	}

	@Test
	void case39ContinuousWorkerGoesOnWhileTimeStandsStill() {
		this.engine.workers.define("continuous").executor((context) -> {
			this.runs.incrementAndGet();
		}).register();
		await().until(() -> this.runs.get() > TIMES);
	}

	private void oneByOne(Consumer<Integer> call) {
		for (int i = 0; i < TIMES; i++) {
			int before = i;
			call.accept(i);
			await().pollInterval(Duration.ofNanos(10_000)).until(() -> this.runs.get() > before);
		}
		assertThat(this.runs).hasValue(TIMES);
	}

}
