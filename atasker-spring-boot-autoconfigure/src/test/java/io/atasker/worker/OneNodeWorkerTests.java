package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for workers that run on one node, with a lease that is given and taken by hand.
 */
@ExtendWith(LeakGuard.class)
class OneNodeWorkerTests {

	private final Supervisor supervisor = Supervisor.builder().build();

	private final HandLease lease = new HandLease();

	private final Workers workers = Workers.builder()
		.supervisors(List.of(this.supervisor))
		.leases((worker, owner) -> this.lease.of(owner))
		.build();

	private final List<String> log = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(10)));
	}

	private WorkerBuilder<Object, BackgroundWorker> define() {
		return this.workers.define("single").runOn(RunOn.ONE_NODE);
	}

	private static BackgroundWorker counting(WorkerBuilder<Object, BackgroundWorker> builder, AtomicInteger runs) {
		return builder.pollDelay(Duration.ofMillis(1))
			.executor((ContextExecutor) (context) -> runs.incrementAndGet())
			.register();
	}

	@Test
	void runsOnlyWithTheLease() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = counting(define(), runs);
		assertThat(worker.state()).isEqualTo(WorkerState.STANDBY);
		assertThat(worker.isActive()).isTrue();
		assertThat(this.lease.looks).hasPositiveValue();
		assertThat(worker.snapshot().waiting().reason()).isEqualTo("standby: somebody else has it");
		assertThat(worker.statistics().isLeaseHeld()).isFalse();
		this.lease.give();
		await().until(() -> runs.get() > 2);
		assertThat(worker.state()).isEqualTo(WorkerState.STARTED);
		assertThat(worker.statistics().isLeaseHeld()).isTrue();
		this.lease.take();
		await().until(() -> worker.state() == WorkerState.STANDBY);
		int before = runs.get();
		assertThat(worker.statistics().leaseLosses()).isOne();
		this.lease.give();
		await().until(() -> runs.get() > before);
		assertThat(worker.statistics().isLeaseHeld()).isTrue();
	}

	@Test
	void standbyIsTold() {
		List<WorkerState> states = new CopyOnWriteArrayList<>();
		this.workers.addListener(new WorkerListener() {
			@Override
			public void happened(WorkerEvent event) {
				if (event instanceof WorkerEvent.StateChanged changed) {
					states.add(changed.to());
				}
			}
		});
		counting(define(), new AtomicInteger());
		await().until(() -> states.contains(WorkerState.STANDBY));
		this.lease.give();
		await().until(() -> states.contains(WorkerState.STARTED));
		this.lease.take();
		await().until(() -> states.lastIndexOf(WorkerState.STANDBY) > states.indexOf(WorkerState.STARTED));
	}

	@Test
	void lostLeaseInterruptsWhatRuns() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch told = new CountDownLatch(1);
		BackgroundWorker worker = define().executor((context) -> {
			this.log.add("valid " + context.isLeaseValid() + ", stop " + context.isStopRequested());
			context.onStop(told::countDown);
			running.countDown();
			try {
				new CountDownLatch(1).await();
			}
			finally {
				this.log.add("valid " + context.isLeaseValid() + ", stop " + context.isStopRequested());
			}
		}).register();
		this.lease.give();
		running.await();
		this.lease.take();
		told.await();
		await().until(() -> worker.state() == WorkerState.STANDBY);
		assertThat(this.log).containsExactly("valid true, stop false", "valid false, stop true");
		assertThat(worker.executions()).singleElement()
			.extracting(ExecutionRecord::status)
			.isEqualTo(ExecutionStatus.CANCELLED);
		assertThat(worker.statistics().failed()).isZero();
	}

	@Test
	void lostLeaseIsWantedAgainWhenNothingIsLeft() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		AtomicBoolean release = new AtomicBoolean();
		BackgroundWorker worker = define().executor((context) -> {
			running.countDown();
			while (!release.get()) {
				Thread.onSpinWait();
			}
		}).register();
		this.lease.give();
		running.await();
		this.lease.take();
		assertThat(worker.state()).isEqualTo(WorkerState.LOST_STILL_RUNNING);
		assertThat(worker.snapshot().waiting().reason()).contains("still runs");
		assertThat(this.lease.owner.wants()).isFalse();
		int looks = this.lease.looks.get();
		release.set(true);
		await().until(() -> worker.state() == WorkerState.STANDBY);
		await().until(() -> this.lease.looks.get() > looks);
		assertThat(this.lease.owner.wants()).isTrue();
	}

	@Test
	void stageIsCancelledWhenTheLeaseIsLost() {
		List<CompletableFuture<Void>> stages = new CopyOnWriteArrayList<>();
		BackgroundWorker worker = define().asyncExecutor((item, context) -> {
			CompletableFuture<Void> stage = new CompletableFuture<>();
			stages.add(stage);
			return stage;
		}).register();
		this.lease.give();
		await().until(() -> stages.size() == 1);
		this.lease.take();
		await().until(() -> worker.state() == WorkerState.STANDBY);
		assertThat(stages.get(0)).isCancelled();
	}

	@Test
	void nothingBeginsWhenTheTimeIsOverAndNobodyHasNoticed() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = counting(define(), runs);
		this.lease.give();
		await().until(() -> runs.get() > 2);
		this.lease.valid = false;
		// One may have looked at the lease just before.
		AtomicInteger seen = new AtomicInteger();
		await().during(Duration.ofMillis(200)).until(() -> seen.getAndSet(runs.get()) == runs.get());
		int before = runs.get();
		this.lease.valid = true;
		await().until(() -> runs.get() > before);
	}

	@Test
	void leaseIsLetGoWhenTheStopHasEnded() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		BackgroundWorker worker = define().hooks(new WorkerHooks() {
			@Override
			public void afterStop(BackgroundWorker worker) {
				OneNodeWorkerTests.this.log.add("free after the hook " + OneNodeWorkerTests.this.lease.owner.letGo());
			}
		}).executor((context) -> {
			running.countDown();
			release.await();
		}).register();
		this.lease.give();
		running.await();
		assertThat(this.lease.owner.letGo()).isFalse();
		CompletableFuture<Boolean> stopped = worker.stopAsync().toCompletableFuture();
		assertThat(this.lease.owner.letGo()).isFalse();
		int looks = this.lease.looks.get();
		release.countDown();
		assertThat(stopped.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.log).containsExactly("free after the hook false");
		await().until(() -> this.lease.looks.get() > looks);
		assertThat(this.lease.owner.letGo()).isTrue();
		assertThat(this.lease.owner.wants()).isFalse();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(worker.statistics().leaseLosses()).isZero();
	}

	@Test
	void restartKeepsTheLease() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = counting(define().hooks(new WorkerHooks() {
			@Override
			public void afterStop(BackgroundWorker worker) {
				OneNodeWorkerTests.this.log.add("free " + OneNodeWorkerTests.this.lease.owner.letGo());
			}

			@Override
			public void beforeStart(BackgroundWorker worker) {
				if (!OneNodeWorkerTests.this.log.isEmpty()) {
					OneNodeWorkerTests.this.log.add("free " + OneNodeWorkerTests.this.lease.owner.letGo());
				}
			}
		}), runs);
		this.lease.give();
		await().until(() -> runs.get() > 0);
		worker.restart();
		await().until(() -> this.log.size() == 2);
		assertThat(this.log).containsExactly("free false", "free false");
		int before = runs.get();
		await().until(() -> runs.get() > before);
	}

	@Test
	void stoppedSupervisorNeedsNoLease() {
		AtomicInteger runs = new AtomicInteger();
		counting(define(), runs);
		this.lease.give();
		await().until(() -> runs.get() > 0);
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10)));
		assertThat(this.lease.owner.letGo()).isTrue();
		int before = runs.get();
		this.supervisor.start();
		await().until(this.lease.owner::wants);
		assertThat(runs).hasValue(before);
		this.lease.give();
		await().until(() -> runs.get() > before);
	}

	@Test
	void triggerIsKeptUntilTheLeaseIsThere() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundEventWorker worker = this.workers.define("single")
			.runOn(RunOn.ONE_NODE)
			.event()
			.executor((ContextExecutor) (context) -> runs.incrementAndGet())
			.register();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.STANDBY);
		assertThat(worker.trigger()).isEqualTo(TriggerResult.STANDBY);
		assertThat(worker.trigger().isAccepted()).isFalse();
		assertThat(runs).hasValue(0);
		this.lease.give();
		await().until(() -> runs.get() == 1);
		assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
		await().until(() -> runs.get() == 2);
	}

	@Test
	void scheduleBeginsWithTheLease() {
		List<ExecutionCause> causes = new CopyOnWriteArrayList<>();
		BackgroundWorker worker = this.workers.define("single")
			.runOn(RunOn.ONE_NODE)
			.interval(Duration.ofHours(1))
			.executor((ContextExecutor) (context) -> causes.add(context.cause()))
			.register();
		this.lease.give();
		await().until(() -> causes.size() == 1);
		this.lease.take();
		await().until(() -> worker.state() == WorkerState.STANDBY);
		this.lease.give();
		await().until(() -> causes.size() == 2);
		assertThat(causes).containsOnly(ExecutionCause.SCHEDULE);
		assertThat(worker.statistics().missed()).isZero();
	}

	@Test
	void onlyNodeNeedsNoLease() {
		Workers alone = Workers.builder().supervisors(List.of(this.supervisor)).leases(WorkerLeases.ONLY_NODE).build();
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = counting(alone.define("alone").runOn(RunOn.ONE_NODE), runs);
		await().until(() -> runs.get() > 0);
		assertThat(worker.state()).isEqualTo(WorkerState.STARTED);
		assertThat(worker.statistics().isLeaseHeld()).isFalse();
	}

	@Test
	void withoutLeasesItIsRefused() {
		Workers without = Workers.of(this.supervisor);
		assertThatExceptionOfType(InvalidWorkerException.class)
			.isThrownBy(() -> counting(without.define("single").runOn(RunOn.ONE_NODE), new AtomicInteger()))
			.withMessageContainingAll("worker 'single'", "runOn = \"ONE_NODE\"", "WorkersBuilder.leases");
		counting(without.define("off").runOn(RunOn.ONE_NODE).enabled(false), new AtomicInteger());
	}

	@Test
	void queueIsRefused() {
		assertThatExceptionOfType(InvalidWorkerException.class).isThrownBy(() -> this.workers.define("items")
			.runOn(RunOn.ONE_NODE)
			.queue(String.class)
			.executor((item, context) -> {
			})
			.register()).withMessageContainingAll("worker 'items'", "runOn = \"ONE_NODE\"", "a queue in memory");
	}

	@Test
	void defaultForAllIsNotForQueues() {
		Workers all = Workers.builder()
			.supervisors(List.of(this.supervisor))
			.leases(WorkerLeases.ONLY_NODE)
			.defaults((builder) -> builder.runOn(RunOn.ONE_NODE))
			.build();
		BackgroundWorker queue = all.define("items").queue(String.class).executor((item, context) -> {
		}).register();
		assertThat(queue.definition().running().runOn()).isEqualTo(RunOn.EVERY_NODE);
	}

	/** Whoever has let the lease go runs nothing until it has it again. */
	@Test
	void nothingRunsWithoutTheLease() throws Exception {
		AtomicInteger runs = new AtomicInteger();
		AtomicInteger wrong = new AtomicInteger();
		BackgroundWorker worker = define().executor((ContextExecutor) (context) -> {
			runs.incrementAndGet();
			if (this.lease.free) {
				wrong.incrementAndGet();
			}
			Thread.yield();
			if (this.lease.free) {
				wrong.incrementAndGet();
			}
		}).register();
		AtomicBoolean done = new AtomicBoolean();
		CompletableFuture<Void> keeper = CompletableFuture.runAsync(() -> keep(done));
		Random random = new Random(1);
		for (int round = 0; round < 300; round++) {
			switch (random.nextInt(4)) {
				case 0 -> worker.restart();
				case 1 -> worker.stopAsync();
				case 2 -> worker.stop();
				default -> Thread.yield();
			}
			worker.start();
			if (round % 20 == 0) {
				int before = runs.get();
				await().until(() -> runs.get() > before);
			}
		}
		done.set(true);
		keeper.get(60, TimeUnit.SECONDS);
		assertThat(wrong).hasValue(0);
	}

	private void keep(AtomicBoolean done) {
		while (!done.get()) {
			if (this.lease.owner.letGo()) {
				this.lease.free = true;
				Thread.yield();
				this.lease.valid = false;
			}
			else if (this.lease.owner.wants()) {
				// It may have been stopped meanwhile.
				this.lease.grant();
			}
		}
	}

	/** A lease that is given and taken by hand. */
	private static final class HandLease implements WorkerLease {

		private final AtomicInteger looks = new AtomicInteger();

		private volatile Owner owner;

		private volatile boolean valid;

		private volatile boolean free = true;

		WorkerLease of(Owner owner) {
			this.owner = owner;
			return this;
		}

		void give() {
			assertThat(this.owner.wants()).isTrue();
			grant();
		}

		void grant() {
			this.free = false;
			this.valid = true;
			this.owner.granted();
		}

		void take() {
			this.valid = false;
			this.owner.lost();
		}

		@Override
		public void look() {
			this.looks.incrementAndGet();
		}

		@Override
		public boolean isValid() {
			return this.valid;
		}

		@Override
		public long token() {
			return -1;
		}

		@Override
		public String waitsFor() {
			return "somebody else has it";
		}

		@Override
		public long failedRenewals() {
			return 0;
		}

	}

}
