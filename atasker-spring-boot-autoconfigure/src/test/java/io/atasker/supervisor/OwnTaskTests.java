package io.atasker.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.time.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(LeakGuard.class)
class OwnTaskTests {

	private final ManualTime time = new ManualTime();

	private final CountDownLatch letGo = new CountDownLatch(1);

	private final Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(1, 0, 0)).time(this.time).build();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void stop() {
		this.letGo.countDown();
		assertThat(this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10))).running()).isEmpty();
	}

	@Test
	void resultIsWhatTheWorkReturns() throws Exception {
		Task<String> task = this.supervisor.submit(() -> "done",
				TaskOptions.named("report").withPriority(Priority.HIGH));
		assertThat(task.result().get(60, TimeUnit.SECONDS)).isEqualTo("done");
		assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
		assertThat(task.name()).isEqualTo("report");
		assertThat(task.priority()).isEqualTo(Priority.HIGH);
	}

	@Test
	void timesAreThoseOfTheWallClock() throws Exception {
		Instant submitted = this.time.instant();
		CountDownLatch begun = block();
		Task<?> task = this.supervisor.submit(() -> null);
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(task.startedAt()).isNull();
		assertThat(task.endedAt()).isNull();
		this.time.advance(Duration.ofSeconds(2));
		this.letGo.countDown();
		task.result().get(60, TimeUnit.SECONDS);
		assertThat(task.submittedAt()).isEqualTo(submitted);
		assertThat(task.startedAt()).isEqualTo(submitted.plusSeconds(2));
		assertThat(task.endedAt()).isEqualTo(submitted.plusSeconds(2));
	}

	@Test
	void saysWhyItWaits() throws Exception {
		CountDownLatch begun = block();
		Task<?> queued = this.supervisor.submit(() -> null);
		Task<?> delayed = this.supervisor.submit(() -> null,
				TaskOptions.named("later").withDelay(Duration.ofSeconds(5)));
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(queued.waitingReason()).isEqualTo("pool full: 1 of 1 running at priority NORMAL");
		assertThat(delayed.waitingReason()).isEqualTo("delayed: until " + this.time.instant().plusSeconds(5));
		this.letGo.countDown();
		queued.result().get(60, TimeUnit.SECONDS);
		assertThat(queued.waitingReason()).isNull();
		delayed.cancel();
	}

	@Test
	void exceptionGoesIntoTheResult() {
		Task<?> task = this.supervisor.submit(() -> {
			throw new java.io.IOException("synthetic");
		});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> task.result().get(60, TimeUnit.SECONDS))
			.withCauseInstanceOf(java.io.IOException.class);
		assertThat(task.state()).isEqualTo(TaskState.FAILED);
	}

	@Test
	void errorIsLoggedToo() {
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			Task<?> task = this.supervisor.submit(() -> {
				throw new StackOverflowError("synthetic");
			});
			assertThatExceptionOfType(ExecutionException.class)
				.isThrownBy(() -> task.result().get(60, TimeUnit.SECONDS))
				.withCauseInstanceOf(StackOverflowError.class);
			assertThat(log.messages(Level.ERROR)).containsExactly("task 'task' failed");
		}
	}

	@Test
	void failureOfACommandOfTheExecutorViewIsLogged() {
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			this.supervisor.asExecutor(Priority.NORMAL).execute(() -> {
				throw new IllegalStateException("synthetic");
			});
			Awaitility.await().until(() -> log.messages(Level.ERROR).size() == 1);
		}
	}

	@Test
	void taskIsFoundByItsIdUntilItHasEnded() throws Exception {
		block();
		Task<?> task = this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId("mine"));
		assertThat(this.supervisor.task("mine")).isSameAs(task);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId("mine")))
			.withMessageContaining("'mine'");
		this.letGo.countDown();
		task.result().get(60, TimeUnit.SECONDS);
		assertThat(this.supervisor.task("mine")).isNull();
		this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId("mine")).result().get(60, TimeUnit.SECONDS);
	}

	@Test
	void generatedIdsAvoidThoseInUse() {
		block();
		Task<?> next = this.supervisor.submit(() -> null);
		int number = Integer.parseInt(next.id().substring("task-".length()));
		Task<?> taken = this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId("task-" + (number + 1)));
		assertThat(this.supervisor.submit(() -> null).id()).isEqualTo("task-" + (number + 2));
		assertThat(this.supervisor.task(taken.id())).isSameAs(taken);
	}

	@Test
	void chosenIdMayLookLikeAGeneratedOneButNotBeInUse() throws Exception {
		CountDownLatch begun = block();
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		Task<?> generated = this.supervisor.submit(() -> null);
		assertThat(this.supervisor.task(generated.id())).isSameAs(generated);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId(generated.id())));
		assertThat(this.supervisor.task(generated.id())).isSameAs(generated);
		for (String odd : List.of("task-", "task-x", "task-+7", "task-007", "task--7", "task-99999999999999999999")) {
			Task<?> chosen = this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId(odd));
			assertThat(this.supervisor.task(odd)).isSameAs(chosen);
		}
		assertThat(this.supervisor.task("task-7777777")).isNull();
		generated.cancel();
		assertThat(this.supervisor.task(generated.id())).isNull();
		Task<?> again = this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId(generated.id()));
		assertThat(this.supervisor.task(generated.id())).isSameAs(again);
	}

	@Test
	void tasksInTheMiddleLeaveTheirNeighboursInPlace() throws Exception {
		CountDownLatch begun = block();
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		List<Task<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 200; i++) {
			tasks.add(this.supervisor.submit(() -> null));
		}
		Collections.shuffle(tasks, new Random(7));
		while (!tasks.isEmpty()) {
			Task<?> gone = tasks.remove(tasks.size() - 1);
			assertThat(gone.cancel()).isTrue();
			assertThat(this.supervisor.task(gone.id())).isNull();
			assertThat(tasks).allMatch((task) -> this.supervisor.task(task.id()) == task);
		}
	}

	@Test
	void delayedTaskHoldsNoSlot() throws Exception {
		Task<String> delayed = this.supervisor.submit(() -> "late",
				TaskOptions.DEFAULTS.withDelay(Duration.ofHours(1)));
		assertThat(delayed.state()).isEqualTo(TaskState.DELAYED);
		assertThat(this.supervisor.snapshot().delayed()).isEqualTo(1);
		assertThat(this.supervisor.submit(() -> "now").result().get(60, TimeUnit.SECONDS)).isEqualTo("now");
		this.time.advance(Duration.ofMinutes(59));
		assertThat(delayed.state()).isEqualTo(TaskState.DELAYED);
		this.time.advance(Duration.ofMinutes(1));
		assertThat(delayed.result().get(60, TimeUnit.SECONDS)).isEqualTo("late");
		assertThat(this.supervisor.snapshot().delayed()).isZero();
	}

	@Test
	void cancelledDelayIsForgotten() {
		int armed = this.time.armed();
		Task<?> delayed = this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withDelay(Duration.ofHours(1)));
		assertThat(delayed.cancel()).isTrue();
		assertThat(delayed.cancel()).isFalse();
		assertThat(delayed.state()).isEqualTo(TaskState.CANCELLED);
		assertThat(delayed.result()).isCancelled();
		assertThat(this.time.armed() - armed).isLessThanOrEqualTo(1);
		assertThat(this.supervisor.task(delayed.id())).isNull();
	}

	@Test
	void taskThatIsCancelledWhileItWaitsNeverBegins() throws Exception {
		CountDownLatch begun = block();
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		AtomicBoolean ran = new AtomicBoolean();
		Task<?> task = this.supervisor.submit(() -> ran.set(true), TaskOptions.DEFAULTS);
		assertThat(task.state()).isEqualTo(TaskState.QUEUED);
		assertThat(task.cancel()).isTrue();
		assertThat(this.supervisor.snapshot().waiting()).containsEntry(Priority.NORMAL, 0);
		this.letGo.countDown();
		this.supervisor.submit(() -> null).result().get(60, TimeUnit.SECONDS);
		assertThat(ran).isFalse();
	}

	@Test
	void taskThatIsCancelledWhileItRunsIsInterrupted() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		Task<?> task = this.supervisor.submit(() -> {
			begun.countDown();
			try {
				this.letGo.await();
				interrupted.complete(false);
			}
			catch (InterruptedException ex) {
				interrupted.complete(true);
			}
			return "too late";
		});
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(task.cancel()).isTrue();
		assertThat(interrupted.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> task.result().get());
		assertThat(task.cancel()).isFalse();
	}

	@Test
	void endedTaskCannotBeCancelled() throws Exception {
		Task<?> task = this.supervisor.submit(() -> null);
		task.result().get(60, TimeUnit.SECONDS);
		assertThat(task.cancel()).isFalse();
		assertThat(task.state()).isEqualTo(TaskState.SUCCEEDED);
	}

	@Test
	void cancellationNeverReachesTheNextTaskOnTheThread() throws Exception {
		AtomicInteger leaks = new AtomicInteger();
		AtomicReference<Task<?>> victim = new AtomicReference<>();
		AtomicBoolean over = new AtomicBoolean();
		Thread canceller = new Thread(() -> {
			while (!over.get()) {
				Task<?> task = victim.get();
				if (task != null) {
					task.cancel();
				}
			}
		});
		canceller.start();
		for (int i = 0; i < 20_000; i++) {
			victim.set(this.supervisor.submit(() -> null));
			this.supervisor.submit(() -> {
				for (int spin = 0; spin < 50; spin++) {
					if (Thread.currentThread().isInterrupted()) {
						leaks.incrementAndGet();
					}
				}
			}, TaskOptions.DEFAULTS).result().get(60, TimeUnit.SECONDS);
		}
		over.set(true);
		canceller.join();
		assertThat(leaks).hasValue(0);
	}

	@Test
	void cancellationAndEndAgreeOnOneOutcome() throws Exception {
		for (int i = 0; i < 2_000; i++) {
			CyclicBarrier barrier = new CyclicBarrier(2);
			Task<String> task = this.supervisor.submit(() -> {
				barrier.await(60, TimeUnit.SECONDS);
				return "done";
			});
			barrier.await(60, TimeUnit.SECONDS);
			boolean cancelled = task.cancel();
			Task.awaitAll(List.of(task), Duration.ofSeconds(10));
			assertThat(task.state()).isEqualTo(cancelled ? TaskState.CANCELLED : TaskState.SUCCEEDED);
			assertThat(task.result().isCancelled()).isEqualTo(cancelled);
		}
	}

	@Test
	void awaitAllWaitsForEveryEnd() throws Exception {
		List<Task<?>> tasks = new ArrayList<>();
		tasks.add(this.supervisor.submit(() -> {
			throw new IllegalStateException("synthetic");
		}));
		CountDownLatch begun = block();
		assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		tasks.add(this.supervisor.submit(() -> null));
		assertThat(Task.awaitAll(tasks, Duration.ofMillis(20))).isFalse();
		this.letGo.countDown();
		assertThat(Task.awaitAll(tasks, Duration.ofSeconds(Long.MAX_VALUE))).isTrue();
		assertThat(tasks.get(1).state()).isEqualTo(TaskState.SUCCEEDED);
	}

	@Test
	void idIsFreeWhenTheResultIsThere() throws Exception {
		for (int i = 0; i < 5_000; i++) {
			this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withId("again")).result().get(60, TimeUnit.SECONDS);
		}
	}

	@Test
	void refusalNamesSupervisorAndState() {
		Supervisor stopped = Supervisor.builder().name("night").build();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> stopped.submit(() -> null))
			.withMessage("task refused: supervisor 'night' is STOPPED");
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> stopped.asExecutor(Priority.LOW).execute(() -> {
			}));
	}

	@Test
	void onlyExecutionsAreInside() throws Exception {
		assertThat(this.supervisor.isInside()).isFalse();
		assertThat(this.supervisor.submit(this.supervisor::isInside).result().get(60, TimeUnit.SECONDS)).isTrue();
		CompletableFuture<Boolean> other = new CompletableFuture<>();
		Supervisor stranger = Supervisor.builder().name("stranger").build();
		this.supervisor.submit(() -> other.complete(stranger.isInside()));
		assertThat(other.get(60, TimeUnit.SECONDS)).isFalse();
	}

	private CountDownLatch block() {
		CountDownLatch begun = new CountDownLatch(1);
		this.supervisor.submit(() -> {
			begun.countDown();
			return this.letGo.await(60, TimeUnit.SECONDS);
		});
		return begun;
	}

}
