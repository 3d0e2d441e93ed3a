package io.atasker.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.test.util.ReflectionTestUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A picture of a worker whose execution runs needs none of the locks that this execution
 * needs to begin, go on and end: it is made while all of them are held by another.
 */
@ExtendWith(LeakGuard.class)
class SnapshotLockTests {

	private final Engine engine = Engine.started();

	private final CountDownLatch go = new CountDownLatch(1);

	@AfterEach
	void end() {
		this.go.countDown();
		this.engine.close();
	}

	@Test
	void ofIntervalWorkerThatWaitsForItsTick() throws Exception {
		BackgroundIntervalWorker worker = this.engine.workers.define("interval")
			.interval(Duration.ofSeconds(1))
			.executor((context) -> {
			})
			.register();
		this.engine.advance(Duration.ZERO);
		WorkerSnapshot snapshot = whileLocksAreHeld(worker);
		assertThat(snapshot.executions().succeeded()).isEqualTo(1);
		assertThat(snapshot.nextExecution()).isEqualTo(this.engine.time.instant().plusSeconds(1));
	}

	@Test
	void ofIntervalWorkerThatRuns() throws Exception {
		BackgroundIntervalWorker worker = this.engine.workers.define("interval")
			.interval(Duration.ofSeconds(1))
			.executor((context) -> this.go.await())
			.register();
		this.engine.time.advance(Duration.ZERO);
		await().until(() -> Engine.counts(worker).running() == 1);
		assertThat(whileLocksAreHeld(worker).current()).hasSize(1);
	}

	@Test
	void ofQueueWorkerThatRunsAndIsBehind() throws Exception {
		BackgroundQueueWorker<String> worker = this.engine.workers.define("queue")
			.queue(String.class)
			.executor((item, context) -> this.go.await())
			.register();
		worker.put("a");
		worker.put("b");
		await().until(() -> Engine.counts(worker).running() == 1);
		WorkerSnapshot snapshot = whileLocksAreHeld(worker);
		assertThat(snapshot.current()).hasSize(1);
		assertThat(snapshot.queue().size()).isEqualTo(1);
	}

	private WorkerSnapshot whileLocksAreHeld(BackgroundWorker worker) throws Exception {
		WorkerCore core = ((WorkerHandle) worker).core;
		List<Object> monitors = new ArrayList<>(List.of(core, core.source(), core.strands(), core.life().cycle()));
		for (Strand strand : core.strands().all()) {
			monitors.addAll(List.of(strand, strand.interrupts(), strand.watch(), strand.stuck()));
		}
		ReentrantLock gate = lockOfGate(core);
		gate.lock();
		try {
			return holding(monitors, worker);
		}
		finally {
			gate.unlock();
		}
	}

	private static WorkerSnapshot holding(List<Object> monitors, BackgroundWorker worker) throws Exception {
		if (!monitors.isEmpty()) {
			synchronized (monitors.get(0)) {
				return holding(monitors.subList(1, monitors.size()), worker);
			}
		}
		return CompletableFuture.supplyAsync(worker::snapshot, (reader) -> new Thread(reader, "reader").start())
			.get(60, TimeUnit.SECONDS);
	}

	private static ReentrantLock lockOfGate(WorkerCore core) {
		Object gate = Objects.requireNonNull(ReflectionTestUtils.getField(core.supervisor().pool(), "gate"));
		return (ReentrantLock) Objects.requireNonNull(ReflectionTestUtils.getField(gate, "lock"));
	}

}
