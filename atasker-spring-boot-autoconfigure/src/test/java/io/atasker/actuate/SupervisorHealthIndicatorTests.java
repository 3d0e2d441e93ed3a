package io.atasker.actuate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import io.atasker.process.ProcessOptions;
import io.atasker.supervisor.PoolLimits;
import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.supervisor.SupervisorState;
import io.atasker.supervisor.Task;
import io.atasker.supervisor.TaskOptions;
import io.atasker.testsupport.LeakGuard;
import io.atasker.time.ManualTime;
import io.atasker.worker.BackgroundEventWorker;
import io.atasker.worker.ErrorPolicy;
import io.atasker.worker.RunOn;
import io.atasker.worker.WorkerLease;
import io.atasker.worker.WorkerState;
import io.atasker.worker.Workers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the health of supervisors in each of their states.
 */
@ExtendWith(LeakGuard.class)
class SupervisorHealthIndicatorTests {

	private final ManualTime time = new ManualTime();

	private final Supervisor supervisor = Supervisor.builder().time(this.time).limits(new PoolLimits(1, 0, 2)).build();

	private final Supervisor other = Supervisor.builder().name("other").build();

	private final Workers workers = Workers.of(this.supervisor, this.other);

	private final SupervisorHealthIndicator indicator = new SupervisorHealthIndicator(this.supervisor, this.workers,
			true);

	private final CountDownLatch go = new CountDownLatch(1);

	@AfterEach
	void stop() {
		this.go.countDown();
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
		this.other.close();
	}

	private Health health() {
		return this.indicator.health();
	}

	private BackgroundEventWorker event(String name, String supervisor, ErrorPolicy policy) {
		return this.workers.define(name)
			.event()
			.supervisor(supervisor)
			.priority(Priority.HIGH)
			.critical(true)
			.timeout(Duration.ofSeconds(1))
			.errorPolicy(policy)
			.onError((failure) -> {
			})
			.executor((context) -> {
				throw new IllegalStateException("failed");
			})
			.register();
	}

	@Test
	void isUpWhileItRuns() {
		this.supervisor.start();
		event("fine", "default", ErrorPolicy.STOP);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).isEqualTo(Map.of("state", "STARTED"));
	}

	@Test
	void isUpWhileTheApplicationStarts() {
		this.supervisor.receive();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isOutOfServiceWhileItIsStopped() {
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
	}

	@Test
	void isOutOfServiceWhileItStopsAndDoesNotWaitForThat() throws Exception {
		this.supervisor.start();
		this.supervisor.submit(() -> this.go.await(1, TimeUnit.MINUTES));
		Thread stopping = new Thread(() -> this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofMinutes(1))));
		stopping.start();
		await().until(() -> this.supervisor.state() == SupervisorState.STOPPING);
		assertThat(health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		this.go.countDown();
		stopping.join();
	}

	@Test
	void isUnknownWhereItIsSwitchedOff() {
		assertThat(new SupervisorHealthIndicator(this.supervisor, this.workers, false).health().getStatus())
			.isEqualTo(Status.UNKNOWN);
	}

	@Test
	void isDownWhenAWorkerHasFailedUntilItIsStartedAgain() {
		this.supervisor.start();
		BackgroundEventWorker worker = event("broken", "default", ErrorPolicy.STOP);
		worker.trigger();
		await().until(() -> health().getStatus().equals(Status.DOWN));
		assertThat(health().getDetails()).containsEntry("failed", List.of("broken"));
		worker.start();
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void workersOfOtherSupervisorsDoNotCount() {
		this.supervisor.start();
		this.other.start();
		BackgroundEventWorker worker = event("broken", "other", ErrorPolicy.STOP);
		worker.trigger();
		SupervisorHealthIndicator its = new SupervisorHealthIndicator(this.other, this.workers, true);
		await().until(() -> its.health().getStatus().equals(Status.DOWN));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void isDownWhileNoChildProcessCanBeStarted(@TempDir Path folder) throws Exception {
		Path flags = folder.resolve("flags");
		Supervisor withChildren = Supervisor.builder()
			.name("children")
			.processPool(new PoolLimits(1, 0, 0),
					ProcessOptions.builder().jvmArgs(List.of("-XX:VMOptionsFile=" + flags)).build())
			.build();
		SupervisorHealthIndicator its = new SupervisorHealthIndicator(withChildren, this.workers, true);
		assertThat(its.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
		withChildren.start();
		try {
			await().until(() -> its.health().getStatus().equals(Status.DOWN));
			// What a child has printed is not always there when it is counted.
			await().untilAsserted(() -> assertThat(its.health().getDetails().get("processPool")).asString()
				.contains("no child process can be started", "attempts in vain", flags.toString()));
			Files.createFile(flags);
			await().until(() -> its.health().getStatus().equals(Status.UP));
			assertThat(its.health().getDetails()).isEqualTo(Map.of("state", "STARTED"));
		}
		finally {
			withChildren.close();
		}
		assertThat(its.health().getDetails()).isEqualTo(Map.of("state", "STOPPED"));
	}

	@Test
	void isUpWhileAChildIsLeftAlthoughNoOtherCanBeStarted(@TempDir Path folder) throws Exception {
		Path flags = Files.createFile(folder.resolve("flags"));
		Path go = folder.resolve("go");
		Supervisor withChildren = Supervisor.builder()
			.name("children")
			.processPool(new PoolLimits(1, 0, 0),
					ProcessOptions.builder().jvmArgs(List.of("-XX:VMOptionsFile=" + flags)).build())
			.build();
		SupervisorHealthIndicator its = new SupervisorHealthIndicator(withChildren, this.workers, true);
		withChildren.start();
		try {
			await().until(() -> withChildren.processes().statistics().idle() == 1);
			Files.delete(flags);
			Task<Boolean> task = withChildren.submitToProcess(() -> waitFor(go));
			await().until(() -> its.health().getDetails().containsKey("processPool"));
			assertThat(its.health().getDetails().get("processPool")).asString()
				.contains("no further child process can be started", "and 1 is left");
			assertThat(its.health().getStatus()).isEqualTo(Status.UP);
			Files.createFile(go);
			assertThat(task.result().get(1, TimeUnit.MINUTES)).isTrue();
			assertThat(its.health().getStatus()).isEqualTo(Status.UP);
			Task<Boolean> last = withChildren.submitToProcess(SupervisorHealthIndicatorTests::exit);
			await().until(() -> last.state().isFinished());
			await().until(() -> its.health().getStatus().equals(Status.DOWN));
		}
		finally {
			withChildren.close();
		}
	}

	private static boolean waitFor(Path file) {
		while (!Files.exists(file)) {
			LockSupport.parkNanos(2_000_000);
		}
		return true;
	}

	private static boolean exit() {
		Runtime.getRuntime().halt(3);
		return false;
	}

	@Test
	void failingIsADetail() {
		this.supervisor.start();
		event("failing", "default", ErrorPolicy.CONTINUE).trigger();
		await().until(() -> health().getDetails().containsKey("failing"));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("failing", List.of("failing"));
	}

	@Test
	void stuckIsADetail() {
		this.supervisor.start();
		CountDownLatch inside = new CountDownLatch(1);
		BackgroundEventWorker worker = this.workers.define("stuck")
			.event()
			.timeout(Duration.ofSeconds(1))
			.onError((failure) -> {
			})
			.executor((context) -> {
				inside.countDown();
				while (this.go.getCount() > 0) {
					Thread.onSpinWait();
				}
			})
			.register();
		worker.trigger();
		await().until(() -> inside.getCount() == 0);
		assertThat(health().getDetails()).doesNotContainKey("stuck");
		this.time.advance(Duration.ofSeconds(1));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("stuck", List.of("stuck"));
	}

	@Test
	void lateIsADetail() {
		this.supervisor.start();
		this.supervisor.submit(() -> this.go.await(1, TimeUnit.MINUTES));
		this.supervisor.submit(() -> 1, TaskOptions.of(Priority.LOW));
		assertThat(health().getDetails()).doesNotContainKey("late");
		this.time.advance(Duration.ofSeconds(6));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsEntry("late", List.of("LOW"));
	}

	@Test
	void criticalWorkersAreOutOfServiceWhenOneHasFailed() {
		this.supervisor.start();
		CriticalWorkersHealthIndicator critical = new CriticalWorkersHealthIndicator(this.workers);
		BackgroundEventWorker worker = event("vital", "default", ErrorPolicy.STOP);
		assertThat(critical.health().getStatus()).isEqualTo(Status.UP);
		worker.trigger();
		await().until(() -> critical.health().getStatus().equals(Status.OUT_OF_SERVICE));
		assertThat(critical.health().getDetails()).containsEntry("failed", List.of("vital"));
	}

	@Test
	void standbyIsHealthyAndARunWithoutItsLeaseIsTold() throws Exception {
		AtomicReference<WorkerLease.Owner> owner = new AtomicReference<>();
		Workers ofNodes = Workers.builder().supervisors(List.of(this.other)).leases((worker, its) -> {
			owner.set(its);
			return new Given();
		}).build();
		CountDownLatch running = new CountDownLatch(1);
		ofNodes.define("single").runOn(RunOn.ONE_NODE).critical(true).executor((context) -> {
			running.countDown();
			while (this.go.getCount() > 0) {
				Thread.onSpinWait();
			}
		}).register();
		SupervisorHealthIndicator indicator = new SupervisorHealthIndicator(this.other, ofNodes, true);
		this.other.start();
		assertThat(ofNodes.get("single").state()).isEqualTo(WorkerState.STANDBY);
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(new CriticalWorkersHealthIndicator(ofNodes).health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).doesNotContainKey("leaseLost");
		owner.get().granted();
		running.await();
		owner.get().lost();
		assertThat(indicator.health().getStatus()).isEqualTo(Status.UP);
		assertThat(indicator.health().getDetails()).containsEntry("leaseLost", List.of("single"));
		this.go.countDown();
		await().until(() -> ofNodes.get("single").state() == WorkerState.STANDBY);
	}

	/** A lease that is given and taken by the test. */
	private static final class Given implements WorkerLease {

		@Override
		public void look() {
		}

		@Override
		public boolean isValid() {
			return true;
		}

		@Override
		public long token() {
			return -1;
		}

		@Override
		public String waitsFor() {
			return "another node holds the lease";
		}

		@Override
		public long failedRenewals() {
			return 0;
		}

	}

}
