package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for every worker type with every executor kind, on real threads.
 */
@ExtendWith(LeakGuard.class)
class WorkerTypesTests {

	private final Supervisor supervisor = Supervisor.builder().build();

	private final Workers workers = Workers.of(this.supervisor);

	private final AtomicInteger runs = new AtomicInteger();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.supervisor.close();
	}

	@Test
	void continuousWorkerRunsAgainAndAgainUntilStopped() {
		BackgroundWorker worker = this.workers.define("loop")
			.executor((context) -> this.runs.incrementAndGet())
			.register();
		await().until(() -> this.runs.get() > 1000);
		assertThat(worker.stop()).isTrue();
		int atStop = this.runs.get();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(worker.snapshot().executions().succeeded()).isEqualTo(atStop).isEqualTo(this.runs.get());
	}

	@Test
	void asynchronousContinuousWorkerRunsAgainWhenItsStageCompletes() {
		BackgroundWorker worker = this.workers.define("async")
			.asyncExecutor((item, context) -> CompletableFuture.supplyAsync(this.runs::incrementAndGet))
			.register();
		assertThat(worker).isInstanceOf(BackgroundAsyncWorker.class);
		await().until(() -> this.runs.get() > 100);
		assertThat(worker.stop()).isTrue();
		assertThat(worker.snapshot().executions().succeeded()).isEqualTo(this.runs.get());
	}

	@Test
	void queueWorkerExecutesEachItemInOrder() {
		List<Integer> seen = new CopyOnWriteArrayList<>();
		BackgroundQueueWorker<Integer> worker = this.workers.define("numbers")
			.queue(Integer.class)
			.executor((item, context) -> seen.add(item))
			.register();
		for (int i = 0; i < 100; i++) {
			worker.put(i);
		}
		await().until(() -> seen.size() == 100);
		assertThat(seen).isSorted();
	}

	@Test
	void asynchronousQueueWorkerExecutesEachItem() {
		List<Integer> seen = new CopyOnWriteArrayList<>();
		BackgroundQueueWorker<Integer> worker = this.workers.define("numbers")
			.queue(Integer.class)
			.concurrency(3)
			.asyncExecutor((item, context) -> CompletableFuture.runAsync(() -> seen.add(item)))
			.register();
		for (int i = 0; i < 1000; i++) {
			worker.put(i);
		}
		await().until(() -> seen.size() == 1000);
		assertThat(seen).doesNotHaveDuplicates();
	}

	@Test
	void eventWorkerRunsWhenTriggered() {
		BackgroundEventWorker worker = this.workers.define("event")
			.event()
			.executor((context) -> this.runs.incrementAndGet())
			.register();
		assertThat(worker.trigger().isAccepted()).isTrue();
		await().until(() -> this.runs.get() == 1);
	}

	@Test
	void intervalWorkerRunsAtItsRate() {
		this.workers.define("tick")
			.interval(Duration.ofMillis(5))
			.executor((context) -> this.runs.incrementAndGet())
			.register();
		await().until(() -> this.runs.get() > 20);
	}

	@Test
	void workerThatReturnsFalseStopsItself() {
		BackgroundWorker worker = this.workers.define("once")
			.executorWithResult((item, context) -> this.runs.incrementAndGet() < 5)
			.register();
		await().until(worker::isStopped);
		assertThat(this.runs).hasValue(5);
		assertThat(worker.snapshot().stoppedBy()).isEqualTo(StoppedBy.SELF);
	}

}
