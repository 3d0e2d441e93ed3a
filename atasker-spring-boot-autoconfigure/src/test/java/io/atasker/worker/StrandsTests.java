package io.atasker.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.PoolLimits;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the strands of a worker: how many there are, and their pauses.
 */
@ExtendWith(LeakGuard.class)
class StrandsTests {

	/** One more than fit into an array that was doubled twice. */
	private static final int MANY = 5;

	private static final Duration PAUSE = Duration.ofSeconds(10);

	private final Engine engine = new Engine(new PoolLimits(MANY, 0, 0));

	private final CountDownLatch begun = new CountDownLatch(MANY);

	private final CountDownLatch go = new CountDownLatch(1);

	private final AtomicInteger runs = new AtomicInteger();

	private final BackgroundQueueWorker<Integer> worker = this.engine.workers.define("items")
		.queue(Integer.class)
		.concurrency(MANY)
		.pollDelay(PAUSE)
		.executor((item, context) -> {
			this.begun.countDown();
			this.go.await();
			this.runs.incrementAndGet();
		})
		.register();

	@AfterEach
	void close() {
		this.go.countDown();
		this.engine.close();
	}

	@Test
	void onlyStrandsThatWereMadeAreSeen() throws Exception {
		begin();
		Strand[] all = ((WorkerHandle) this.worker).core.strands().all();
		assertThat(all).extracting((strand) -> strand.index).containsExactly(0, 1, 2, 3, 4);
		assertThat(this.worker.snapshot().executions().running()).isEqualTo(MANY);
	}

	@Test
	void eachStrandPausesAndGoesOn() throws Exception {
		pauseAll();
		put();
		this.engine.advance(PAUSE.minusMillis(1));
		assertThat(this.runs).hasValue(MANY);
		this.engine.advanceMillis(1);
		await().until(() -> this.runs.get() == 2 * MANY);
	}

	@Test
	void stopEndsAllPausesSoThatTheNextStartBeginsAtOnce() throws Exception {
		pauseAll();
		put();
		assertThat(this.worker.stop()).isTrue();
		assertThat(this.runs).hasValue(MANY);
		assertThat(this.worker.start()).isTrue();
		await().until(() -> this.runs.get() == 2 * MANY);
	}

	/** Has one execution begin on each strand. */
	private void begin() throws InterruptedException {
		this.engine.supervisor.start();
		put();
		this.begun.await();
	}

	private void pauseAll() throws InterruptedException {
		begin();
		this.go.countDown();
		await().until(() -> this.runs.get() == MANY);
		this.engine.settle();
	}

	private void put() {
		for (int i = 0; i < MANY; i++) {
			this.worker.put(i);
		}
	}

}
