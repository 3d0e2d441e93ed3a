package io.atasker.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for a stop that comes while an execution is about to begin.
 */
@ExtendWith(LeakGuard.class)
class TakeAfterStopTests {

	private final Engine engine = Engine.started();

	private final CountDownLatch entered = new CountDownLatch(1);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger runs = new AtomicInteger();

	@AfterEach
	void close() {
		this.release.countDown();
		this.engine.close();
	}

	@Test
	void nothingIsTakenWhenTheWorkerIsStoppedDuringTheHookBefore() throws Exception {
		BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
			.queue(Integer.class)
			.hooks(new WorkerHooks() {
				@Override
				public void beforeTake(BackgroundWorker worker) {
					TakeAfterStopTests.this.entered.countDown();
					awaitRelease();
				}
			})
			.executor((item, context) -> this.runs.incrementAndGet())
			.register();
		worker.put(1);
		assertThat(this.entered.await(10, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Boolean> stopped = worker.stopAsync().toCompletableFuture();
		this.release.countDown();
		await().until(stopped::isDone);
		assertThat(stopped).isCompletedWithValue(true);
		assertThat(this.runs).hasValue(0);
		assertThat(worker.size()).isOne();
	}

	private void awaitRelease() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
