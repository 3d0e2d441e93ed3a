package io.atasker.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Failure case 53 in real time. How late a tick is depends on the machine, so what is
 * compared is the least that it was late by, early and late in the run: what drifts gets
 * later with each tick, and never comes back.
 */
@ExtendWith(LeakGuard.class)
class DriftTests {

	private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(1);

	private static final int TICKS = 4_000;

	private final Supervisor supervisor = Supervisor.builder().build();

	private final CountDownLatch done = new CountDownLatch(1);

	/** Of the last quarter. */
	private final AtomicLong leastLate = new AtomicLong(Long.MAX_VALUE);

	/** Before the start, which is where the grid begins. */
	private volatile long begin;

	private long runs;

	@AfterEach
	void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	@Test
	void case53TicksOfAMillisecondStayOnTheirGrid() throws Exception {
		BackgroundIntervalWorker worker = define();
		this.begin = System.nanoTime();
		this.supervisor.start();
		long started = System.nanoTime() - this.begin;
		assertThat(this.done.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(worker.stop(Duration.ofMinutes(1))).isTrue();
		assertThat(this.leastLate.get()).isBetween(-INTERVAL, 200 * INTERVAL + started);
	}

	private BackgroundIntervalWorker define() {
		return Workers.of(this.supervisor)
			.define("ticks")
			.interval(Duration.ofNanos(INTERVAL))
			.executor((ContextExecutor) (context) -> tick(context.worker()))
			.register();
	}

	/** Runs and ticks that were passed over are as many as the grid has. */
	private void tick(BackgroundWorker worker) {
		long now = System.nanoTime();
		long ticks = this.runs++ + worker.snapshot().executions().missed();
		if (ticks > TICKS * 3 / 4) {
			this.leastLate.accumulateAndGet(now - this.begin - ticks * INTERVAL, Math::min);
		}
		if (ticks >= TICKS) {
			this.done.countDown();
		}
	}

}
