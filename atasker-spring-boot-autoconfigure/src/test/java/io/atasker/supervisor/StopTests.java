package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.time.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@ExtendWith(LeakGuard.class)
class StopTests {

	private static final ShutdownPolicy PATIENT = ShutdownPolicy.graceful(Duration.ofSeconds(20));

	private final ManualTime time = new ManualTime();

	private final List<Blocker> blockers = new CopyOnWriteArrayList<>();

	private final LogCapture log = LogCapture.of(Supervisor.class);

	private Supervisor supervisor = Supervisor.builder().limits(new PoolLimits(2, 0, 0)).time(this.time).build();

	@AfterEach
	void stop() {
		this.blockers.forEach(Blocker::letGo);
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ZERO));
		this.log.close();
	}

	@Test
	void stopWithNothingToDoReturnsAtOnce() {
		this.supervisor.start();
		ShutdownReport report = this.supervisor.stop(PATIENT);
		assertThat(report.isComplete()).isTrue();
		assertThat(this.supervisor.state()).isEqualTo(SupervisorState.STOPPED);
		assertThat(this.log.messages(Level.INFO)).containsExactly("supervisor 'default' started",
				"supervisor 'default' stopped in 0 ms");
	}

	@Test
	void stoppedSupervisorHasNothingToReport() {
		assertThat(this.supervisor.stop(PATIENT))
			.isEqualTo(new ShutdownReport(Duration.ZERO, List.of(), java.util.Map.of()));
		assertThat(this.log.messages(Level.INFO)).isEmpty();
	}

	@Test
	void queuedTasksAreWorkedOff() {
		this.supervisor.start();
		List<Task<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			tasks.add(this.supervisor.submit(() -> null));
		}
		assertThat(this.supervisor.stop(PATIENT).isComplete()).isTrue();
		assertThat(tasks).allMatch((task) -> task.state() == TaskState.SUCCEEDED);
	}

	@Test
	void delayedTasksAreGivenBackAtOnce() {
		this.supervisor.start();
		Task<?> delayed = this.supervisor.submit(() -> null,
				TaskOptions.named("later").withDelay(Duration.ofSeconds(1)));
		ShutdownReport report = this.supervisor.stop(PATIENT);
		assertThat(report.returned()).containsOnly(java.util.Map.entry("later", 1L));
		assertThat(delayed.state()).isEqualTo(TaskState.CANCELLED);
		assertThat(delayed.result()).isCancelled();
		assertThat(this.log.messages(Level.WARN)).containsExactly(
				"supervisor 'default' stopped in 0 ms; still running: nothing; given back without being run: 1 of 'later'");
	}

	@Test
	void nearTheDeadlineQueuedTasksAreGivenBackAndRunningOnesInterrupted() throws Exception {
		this.supervisor.start();
		CountDownLatch never = new CountDownLatch(1);
		List<Task<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			tasks.add(this.supervisor.submit(() -> never.await(60, TimeUnit.SECONDS), TaskOptions.named("slow")));
		}
		Awaitility.await().until(() -> tasks.stream().filter((task) -> task.state() == TaskState.STARTED).count() == 2);
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		this.time.advance(Duration.ofMillis(17_999));
		assertThat(tasks).noneMatch((task) -> task.state() == TaskState.CANCELLED);
		this.time.advance(Duration.ofMillis(1));
		ShutdownReport report = stop.get(60, TimeUnit.SECONDS);
		assertThat(report.running()).isEmpty();
		assertThat(report.returned()).containsOnly(java.util.Map.entry("slow", 3L));
		assertThat(tasks).allMatch((task) -> task.state() == TaskState.CANCELLED && task.result().isDone());
	}

	@Test
	void graceIsAQuarterOfAShortTimeout() throws Exception {
		this.supervisor.start();
		Task<?> task = stuck("short");
		CompletableFuture<ShutdownReport> stop = stopAside(ShutdownPolicy.graceful(Duration.ofSeconds(4)));
		this.time.advance(Duration.ofMillis(2_999));
		assertThat(task.state()).isEqualTo(TaskState.STARTED);
		this.time.advance(Duration.ofMillis(1));
		Awaitility.await().until(() -> task.state() == TaskState.CANCELLED);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(stop.get(60, TimeUnit.SECONDS).running()).hasSize(1);
	}

	@Test
	void whoIgnoresTheInterruptIsNamedAtTheDeadlineWithItsStack() throws Exception {
		this.supervisor.start();
		Task<?> stuck = stuck("stubborn");
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		this.time.advance(Duration.ofSeconds(19));
		Awaitility.await().until(() -> stuck.state() == TaskState.CANCELLED);
		assertThat(stop).isNotDone();
		this.time.advance(Duration.ofSeconds(1));
		ShutdownReport report = stop.get(60, TimeUnit.SECONDS);
		assertThat(report.took()).isEqualTo(Duration.ofSeconds(20));
		assertThat(report.running()).singleElement().satisfies((unfinished) -> {
			assertThat(unfinished.name()).isEqualTo("stubborn");
			assertThat(unfinished.taskId()).isEqualTo(stuck.id());
			assertThat(unfinished.runningFor()).isEqualTo(Duration.ofSeconds(20));
			assertThat(unfinished.stack()).anyMatch((frame) -> frame.contains("ignoreInterrupts"));
		});
		assertThat(this.log.messages(Level.WARN)).singleElement()
			.asString()
			.contains("'stubborn'", "20.0 s", "ignoreInterrupts");
		assertThat(this.supervisor.awaitTermination(Duration.ofMillis(10))).isFalse();
		this.blockers.forEach(Blocker::letGo);
		assertThat(this.supervisor.awaitTermination(Duration.ofMinutes(1))).isTrue();
	}

	@Test
	void stuckThreadTakesNoWorkOfTheNextStart() throws Exception {
		this.supervisor.start();
		stuck("stuck");
		Thread thread = this.blockers.get(0).thread;
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ZERO));
		this.supervisor.start();
		assertThat(this.supervisor.snapshot().running()).containsEntry(Priority.NORMAL, 1);
		CountDownLatch others = new CountDownLatch(1);
		Task<Boolean> running = this.supervisor.submit(() -> others.await(60, TimeUnit.SECONDS));
		Task<Thread> waiting = this.supervisor.submit(Thread::currentThread);
		assertThat(waiting.state()).isEqualTo(TaskState.QUEUED);
		this.blockers.get(0).letGo();
		assertThat(waiting.result().get(60, TimeUnit.SECONDS)).isNotSameAs(thread);
		others.countDown();
		running.result().get(60, TimeUnit.SECONDS);
		thread.join(60_000);
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void droppingGivesQueuedTasksBackAtOnceAndLetsTheRunningEnd() throws Exception {
		this.supervisor.start();
		Blocker running = new Blocker("running");
		this.blockers.add(running);
		this.supervisor.pool().submit(running, Priority.NORMAL);
		this.supervisor.resize(new PoolLimits(1, 0, 0));
		Task<?> queued = this.supervisor.submit(() -> null, TaskOptions.named("queued"));
		running.awaitBegin();
		CompletableFuture<ShutdownReport> stop = stopAside(new ShutdownPolicy(Duration.ofSeconds(20), true, false));
		Awaitility.await().until(() -> queued.result().isCancelled());
		assertThat(queued.state()).isEqualTo(TaskState.CANCELLED);
		assertThat(stop).isNotDone();
		running.letGo();
		assertThat(stop.get(60, TimeUnit.SECONDS).returned()).containsOnly(java.util.Map.entry("queued", 1L));
	}

	@Test
	void runningTasksAreInterruptedAtOnceWhenAskedFor() {
		this.supervisor.start();
		CountDownLatch never = new CountDownLatch(1);
		Task<?> task = this.supervisor.submit(() -> never.await(60, TimeUnit.SECONDS));
		Awaitility.await().until(() -> task.state() == TaskState.STARTED);
		ShutdownReport report = this.supervisor.stop(new ShutdownPolicy(Duration.ofSeconds(20), false, true));
		assertThat(report.isComplete()).isTrue();
		assertThat(task.state()).isEqualTo(TaskState.CANCELLED);
	}

	@Test
	void timeoutOfZeroDoesNotWait() {
		this.supervisor.start();
		stuck("stuck");
		assertThat(this.supervisor.stop(ShutdownPolicy.graceful(Duration.ZERO)).running()).hasSize(1);
	}

	@Test
	void stopWaitsUntilAllMembersAreQuietAtOnce() throws Exception {
		FakeMember first = new FakeMember("first");
		FakeMember second = new FakeMember("second");
		this.supervisor.register(first);
		this.supervisor.register(second);
		this.supervisor.start();
		second.quiet = false;
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		first.quiet = false;
		second.quiet = true;
		this.supervisor.pool().memberQuiet();
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> stop.get(50, TimeUnit.MILLISECONDS));
		first.quiet = true;
		this.supervisor.pool().memberQuiet();
		assertThat(stop.get(60, TimeUnit.SECONDS).isComplete()).isTrue();
		assertThat(first.asked).doesNotContain("withdraw", "interrupt");
	}

	@Test
	void stopAsksAgainForWorkThatWentToWhereItHasLookedAlready() throws Exception {
		FakeMember member = new FakeMember("member");
		CountDownLatch letGo = new CountDownLatch(1);
		AtomicBoolean passedOn = new AtomicBoolean();
		member.onQuiet = () -> {
			if (passedOn.compareAndSet(false, true)) {
				this.supervisor.loops().getDefault().execute(() -> awaitUninterruptibly(letGo));
			}
		};
		this.supervisor.register(member);
		this.supervisor.start();
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		Awaitility.await().untilTrue(passedOn);
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> stop.get(50, TimeUnit.MILLISECONDS));
		letGo.countDown();
		assertThat(stop.get(60, TimeUnit.SECONDS).isComplete()).isTrue();
		assertThat(member.asked).doesNotContain("withdraw", "interrupt");
	}

	@Test
	void oneStuckAmongHealthyTasksAndLoopsIsNamedAtTheDeadlineOfTheClock() throws Exception {
		this.supervisor = Supervisor.builder().limits(new PoolLimits(20, 0, 0)).build();
		this.supervisor.start();
		stuck("stuck");
		List<Task<?>> healthy = new ArrayList<>();
		CountDownLatch busy = new CountDownLatch(19);
		CountDownLatch letGo = new CountDownLatch(1);
		for (int i = 0; i < 19; i++) {
			healthy.add(this.supervisor.submit(() -> {
				busy.countDown();
				return letGo.await(60, TimeUnit.SECONDS);
			}, TaskOptions.named("healthy")));
		}
		assertThat(busy.await(60, TimeUnit.SECONDS)).isTrue();
		Task<String> queued = this.supervisor.submit(() -> "done", TaskOptions.named("queued"));
		CompletableFuture<String> stage = this.supervisor.loops()
			.getDefault()
			.submit(() -> CompletableFuture.completedFuture("done"));
		CompletableFuture<ShutdownReport> patient = stopAside(ShutdownPolicy.graceful(Duration.ofMinutes(5)));
		letGo.countDown();
		for (Task<?> task : healthy) {
			task.result().get(60, TimeUnit.SECONDS);
		}
		queued.result().get(60, TimeUnit.SECONDS);
		stage.get(60, TimeUnit.SECONDS);
		assertThat(patient).isNotDone();
		long begin = System.nanoTime();
		ShutdownReport report = this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(1)));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(990),
				Duration.ofSeconds(30));
		assertThat(report.running()).singleElement().satisfies((unfinished) -> {
			assertThat(unfinished.name()).isEqualTo("stuck");
			assertThat(unfinished.stack()).anyMatch((frame) -> frame.contains("ignoreInterrupts"));
		});
		assertThat(report.returned()).isEmpty();
		assertThat(healthy).allMatch((task) -> task.state() == TaskState.SUCCEEDED);
		assertThat(queued.result().getNow("not run")).isEqualTo("done");
		assertThat(stage.getNow("not run")).isEqualTo("done");
	}

	@Test
	void membersAreWithdrawnAndInterruptedNearTheDeadline() throws Exception {
		FakeMember member = new FakeMember("member");
		member.quiet = false;
		member.idle = false;
		member.returned = 7;
		member.onInterrupt = () -> member.idle = true;
		this.supervisor.register(member);
		this.supervisor.start();
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		this.time.advance(Duration.ofSeconds(18));
		ShutdownReport report = stop.get(60, TimeUnit.SECONDS);
		assertThat(member.asked).endsWith("STOPPING", "withdraw", "interrupt", "STOPPED");
		assertThat(report.running()).isEmpty();
		assertThat(report.returned()).containsOnly(java.util.Map.entry("member", 7L));
	}

	@Test
	void oneStuckAmongManyDoesNotKeepTheOthersNorTheStop() throws Exception {
		List<FakeMember> members = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			FakeMember member = new FakeMember("member" + i);
			members.add(member);
			this.supervisor.register(member);
		}
		members.get(7).quiet = false;
		members.get(7).idle = false;
		this.supervisor.start();
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		Awaitility.await().until(() -> members.stream().allMatch((member) -> member.asked.contains("STOPPING")));
		this.time.advance(Duration.ofSeconds(20));
		assertThat(stop.get(60, TimeUnit.SECONDS).running()).extracting(ShutdownReport.Unfinished::name)
			.containsExactly("member7");
		assertThat(members).allMatch((member) -> member.asked.contains("STOPPED"));
	}

	@Test
	void realDeadlineIsKeptWithoutAnyHelp() {
		this.supervisor = Supervisor.builder().build();
		FakeMember member = new FakeMember("member");
		member.quiet = false;
		member.idle = false;
		this.supervisor.register(member);
		this.supervisor.start();
		long begin = System.nanoTime();
		ShutdownReport report = this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofMillis(200)));
		assertThat(System.nanoTime() - begin).isBetween(200_000_000L, 30_000_000_000L);
		assertThat(report.running()).hasSize(1);
	}

	@Test
	void moreUrgentCallHastensTheStopUnderWay() throws Exception {
		this.supervisor.start();
		Task<?> task = stuck("stuck");
		CompletableFuture<ShutdownReport> patient = stopAside(PATIENT);
		CompletableFuture<ShutdownReport> urgent = CompletableFuture
			.supplyAsync(() -> this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(1))), this::aside);
		Awaitility.await().until(() -> task.state() == TaskState.CANCELLED);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(urgent.get(60, TimeUnit.SECONDS)).isSameAs(patient.get(60, TimeUnit.SECONDS));
		assertThat(this.log.messages(Level.WARN)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void stopFromInsideDoesNotWaitForItself(boolean virtual) throws Exception {
		Assumptions.assumeTrue(!virtual || Runtime.version().feature() >= 21, "this JVM has no virtual threads");
		this.supervisor = Supervisor.builder().virtualThreads(virtual).build();
		this.supervisor.start();
		AtomicBoolean ended = new AtomicBoolean();
		CountDownLatch begun = new CountDownLatch(1);
		this.supervisor.submit(() -> {
			begun.await();
			Awaitility.await().until(() -> this.supervisor.state() == SupervisorState.STOPPING);
			ended.set(true);
			return null;
		});
		Task<ShutdownReport> task = this.supervisor.submit(() -> {
			begun.countDown();
			ShutdownReport report = this.supervisor.stop(PATIENT);
			assertThat(ended).isTrue();
			return report;
		});
		assertThat(task.result().get(60, TimeUnit.SECONDS).isComplete()).isTrue();
		assertThat(this.supervisor.state()).isEqualTo(SupervisorState.STOPPED);
		assertThat(this.supervisor.awaitTermination(Duration.ofMinutes(1))).isTrue();
	}

	@Test
	void stopsFromSeveralExecutionsDoNotWaitForEachOther() throws Exception {
		this.supervisor = Supervisor.builder().limits(new PoolLimits(5, 0, 0)).build();
		this.supervisor.start();
		List<Task<ShutdownReport>> tasks = new ArrayList<>();
		CountDownLatch all = new CountDownLatch(5);
		for (int i = 0; i < 5; i++) {
			tasks.add(this.supervisor.submit(() -> {
				all.countDown();
				all.await();
				return this.supervisor.stop(PATIENT);
			}));
		}
		for (Task<ShutdownReport> task : tasks) {
			assertThat(task.result().get(60, TimeUnit.SECONDS).isComplete()).isTrue();
		}
	}

	@Test
	void membersLearnWhichThreadTheStopDoesNotWaitFor() throws Exception {
		this.supervisor = Supervisor.builder().build();
		ExecutionPool pool = this.supervisor.pool();
		FakeMember member = new FakeMember("member");
		CompletableFuture<Boolean> excused = new CompletableFuture<>();
		AtomicBoolean before = new AtomicBoolean(true);
		this.supervisor.start();
		Task<?> task = this.supervisor.submit(() -> {
			Thread self = Thread.currentThread();
			before.set(pool.awaitsStop(self));
			member.onState = (state) -> {
				if (state == SupervisorState.STOPPED) {
					excused.complete(pool.awaitsStop(self));
				}
			};
			this.supervisor.register(member);
			this.supervisor.stop(PATIENT);
			return pool.awaitsStop(self);
		});
		assertThat(task.result().get(60, TimeUnit.SECONDS)).isEqualTo(false);
		assertThat(before).isFalse();
		assertThat(excused.get(60, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void loopDoesNotWaitForTheStop() throws Exception {
		this.supervisor = Supervisor.builder().build();
		this.supervisor.start();
		CompletableFuture<SupervisorState> state = this.supervisor.loops().getDefault().submit(() -> {
			this.supervisor.stop(PATIENT);
			return CompletableFuture.completedFuture(this.supervisor.state());
		});
		assertThat(state.get(60, TimeUnit.SECONDS)).isEqualTo(SupervisorState.STOPPING);
		assertThat(this.supervisor.awaitTermination(Duration.ofMinutes(1))).isTrue();
	}

	@Test
	void interruptedCallerReturnsAndTheStopGoesOn() throws Exception {
		this.supervisor.start();
		stuck("stuck");
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			ShutdownReport report = this.supervisor.stop(PATIENT);
			flag.complete(Thread.currentThread().isInterrupted() && report.running().size() == 1);
		});
		caller.start();
		Awaitility.await().until(() -> this.supervisor.state() == SupervisorState.STOPPING);
		caller.interrupt();
		assertThat(flag.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.supervisor.state()).isEqualTo(SupervisorState.STOPPING);
		this.blockers.forEach(Blocker::letGo);
		Awaitility.await().until(() -> this.supervisor.state() == SupervisorState.STOPPED);
	}

	@Test
	void whileStoppingOnlyInsidersMaySubmit() throws Exception {
		this.supervisor.start();
		CountDownLatch go = new CountDownLatch(1);
		Task<String> parent = this.supervisor.submit(() -> {
			go.await(60, TimeUnit.SECONDS);
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(
						() -> this.supervisor.submit(() -> null, TaskOptions.DEFAULTS.withDelay(Duration.ofSeconds(1))))
				.withMessage("task refused: supervisor 'default' is STOPPING and takes no delayed tasks");
			return this.supervisor.submit(() -> "child").result().get(60, TimeUnit.SECONDS);
		});
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.supervisor.submit(() -> null))
			.withMessage("task refused: supervisor 'default' is STOPPING");
		go.countDown();
		assertThat(parent.result().get(60, TimeUnit.SECONDS)).isEqualTo("child");
		assertThat(stop.get(60, TimeUnit.SECONDS).isComplete()).isTrue();
	}

	@Test
	void everyTaskThatWasAcceptedComesToAnEndWhenAStopRacesWithSubmission() throws Exception {
		this.supervisor = Supervisor.builder().build();
		for (int round = 0; round < 100; round++) {
			this.supervisor.start();
			boolean interrupts = round % 4 == 0;
			AtomicInteger ran = new AtomicInteger();
			List<Task<?>> accepted = new CopyOnWriteArrayList<>();
			List<Thread> feeders = new ArrayList<>();
			AtomicBoolean over = new AtomicBoolean();
			for (int i = 0; i < 3; i++) {
				feeders.add(new Thread(() -> feed(accepted, ran, over)));
			}
			feeders.forEach(Thread::start);
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> accepted.size() > 20);
			ShutdownReport report = this.supervisor
				.stop(new ShutdownPolicy(Duration.ofSeconds(20), round % 2 == 0, interrupts));
			assertThat(accepted).allMatch((task) -> task.state().isFinished());
			over.set(true);
			for (Thread feeder : feeders) {
				feeder.join();
			}
			assertThat(accepted).allMatch((task) -> task.state().isFinished() && task.result().isDone());
			assertThat(count(accepted, TaskState.SUCCEEDED)).isBetween(interrupts ? 0L : ran.get(), ran.longValue());
			assertThat(report.running()).isEmpty();
			assertThat(report.returned().getOrDefault("task", 0L))
				.isLessThanOrEqualTo(count(accepted, TaskState.CANCELLED));
		}
	}

	@Test
	void whenStopHasReturnedNothingRuns() {
		this.supervisor = Supervisor.builder().build();
		for (int round = 0; round < 50; round++) {
			this.supervisor.start();
			AtomicInteger running = new AtomicInteger();
			for (int i = 0; i < 50; i++) {
				this.supervisor.submit(() -> {
					running.incrementAndGet();
					return null;
				}).result().thenRun(running::decrementAndGet);
			}
			assertThat(this.supervisor.stop(PATIENT).isComplete()).isTrue();
			assertThat(running).hasValue(0);
		}
	}

	@Test
	void supervisorIsStartedAndStoppedAThousandTimes() throws Exception {
		this.supervisor = Supervisor.builder().build();
		for (int cycle = 0; cycle < 1000; cycle++) {
			this.supervisor.start();
			this.supervisor.start();
			Task<Integer> task = this.supervisor.submit(() -> 42);
			CompletableFuture<Integer> stage = this.supervisor.loops()
				.getDefault()
				.submit(() -> CompletableFuture.completedFuture(43));
			assertThat(this.supervisor.stop(PATIENT).isComplete()).isTrue();
			assertThat(task.result().get(60, TimeUnit.SECONDS)).isEqualTo(42);
			assertThat(stage.get(60, TimeUnit.SECONDS)).isEqualTo(43);
		}
		assertThat(this.supervisor.awaitTermination(Duration.ofMinutes(1))).isTrue();
	}

	@Test
	void stopLeavesNoAlarmsBehind() {
		this.supervisor.start();
		this.supervisor.stop(PATIENT);
		int armed = this.time.armed();
		for (int cycle = 0; cycle < 10; cycle++) {
			this.supervisor.start();
			this.supervisor.stop(PATIENT);
		}
		assertThat(this.time.armed()).isLessThanOrEqualTo(armed);
	}

	@Test
	void startDuringAStopWaitsForItsEnd() throws Exception {
		this.supervisor.start();
		stuck("stuck");
		CompletableFuture<ShutdownReport> stop = stopAside(PATIENT);
		CompletableFuture<Void> start = CompletableFuture.runAsync(this.supervisor::start, this::aside);
		this.time.advance(Duration.ofSeconds(20));
		stop.get(60, TimeUnit.SECONDS);
		start.get(60, TimeUnit.SECONDS);
		assertThat(this.supervisor.state()).isEqualTo(SupervisorState.STARTED);
	}

	@Test
	void startFromWhoIsToldOfTheStopIsRefused() {
		FakeMember member = new FakeMember("member");
		List<Throwable> thrown = new CopyOnWriteArrayList<>();
		this.supervisor.register(member);
		this.supervisor.start();
		member.onState = (state) -> {
			if (state == SupervisorState.STOPPING) {
				assertThat(this.supervisor.stop(PATIENT)).isNotNull();
				assertThatIllegalStateException().isThrownBy(this.supervisor::start);
				thrown.add(new IllegalStateException());
			}
		};
		this.supervisor.stop(PATIENT);
		assertThat(thrown).hasSize(1);
	}

	@Test
	void stopBetweenTheTwoStepsOfAStopIsOneStop() {
		this.supervisor.start();
		this.supervisor.receive();
		assertThat(this.supervisor.state()).isEqualTo(SupervisorState.RECEIVING);
		assertThat(this.supervisor.submit(() -> null)).isNotNull();
		assertThat(this.supervisor.stop(PATIENT).isComplete()).isTrue();
		this.supervisor.receive();
		assertThat(this.supervisor.submit(() -> null)).isNotNull();
	}

	private void feed(List<Task<?>> accepted, AtomicInteger ran, AtomicBoolean over) {
		while (!over.get()) {
			try {
				accepted.add(this.supervisor.submit(ran::incrementAndGet));
			}
			catch (RejectedExecutionException ex) {
				return;
			}
		}
	}

	private static long count(List<Task<?>> tasks, TaskState state) {
		return tasks.stream().filter((task) -> task.state() == state).count();
	}

	private Task<?> stuck(String name) {
		Blocker blocker = new Blocker(name);
		this.blockers.add(blocker);
		CountDownLatch begun = new CountDownLatch(1);
		Task<?> task = this.supervisor.submit(() -> {
			blocker.thread = Thread.currentThread();
			ignoreInterrupts(blocker, begun);
		}, TaskOptions.named(name));
		try {
			assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return task;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void ignoreInterrupts(Blocker blocker, CountDownLatch begun) {
		begun.countDown();
		while (!blocker.isLetGo()) {
			Thread.onSpinWait();
		}
	}

	private CompletableFuture<ShutdownReport> stopAside(ShutdownPolicy policy) {
		CompletableFuture<ShutdownReport> stop = CompletableFuture.supplyAsync(() -> this.supervisor.stop(policy),
				this::aside);
		Awaitility.await().until(() -> this.supervisor.state() == SupervisorState.STOPPING);
		return stop;
	}

	private void aside(Runnable work) {
		new Thread(work, "aside").start();
	}

}
