package io.atasker.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.supervisor.Priority;
import io.atasker.supervisor.ShutdownPolicy;
import io.atasker.supervisor.Supervisor;
import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for start, stop, restart, hooks and options of a start.
 */
@ExtendWith(LeakGuard.class)
class WorkerLifeTests {

	private final Supervisor supervisor = Supervisor.builder().build();

	private final Workers workers = Workers.of(this.supervisor);

	private final List<String> log = new CopyOnWriteArrayList<>();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void close() {
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ofSeconds(5)));
	}

	private WorkerBuilder<Object, BackgroundWorker> blocking(CountDownLatch running, CountDownLatch release) {
		return this.workers.define("worker").executor((context) -> {
			running.countDown();
			release.await();
		});
	}

	@Test
	void startAndStopAreIdempotent() {
		BackgroundWorker worker = this.workers.define("worker").autoStart(false).executor((context) -> {
		}).register();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(worker.stop()).isTrue();
		assertThat(worker.start()).isTrue();
		assertThat(worker.start()).isFalse();
		assertThat(worker.isStarted()).isTrue();
		assertThat(worker.stop()).isTrue();
		assertThat(worker.stop()).isTrue();
		assertThat(worker.isStopped()).isTrue();
	}

	@Test
	void startDuringAStopFollowsIt() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		BackgroundWorker worker = blocking(running, release).register();
		running.await();
		worker.stopAsync();
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPING);
		assertThat(worker.start()).isTrue();
		release.countDown();
		await().until(worker::isStarted);
		worker.stop();
	}

	@Test
	void stopFromInsideDoesNotWaitForItself() {
		AtomicReference<Boolean> ended = new AtomicReference<>();
		BackgroundWorker worker = this.workers.define("worker")
			.executor((context) -> ended.set(context.worker().stop()))
			.register();
		await().until(worker::isStopped);
		assertThat(ended).hasValue(false);
	}

	@Test
	void restartFromInsideLeavesOneCopyRunning() {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = this.workers.define("worker").executor((context) -> {
			most.accumulateAndGet(inside.incrementAndGet(), Math::max);
			if (runs.incrementAndGet() <= 50) {
				context.worker().restart();
			}
			inside.decrementAndGet();
		}).register();
		await().until(() -> runs.get() > 100);
		worker.stop();
		assertThat(most).hasValue(1);
	}

	@Test
	void stopThatIsNotHeardInterruptsNearItsEndAndNamesWhoRunsOn() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		AtomicBoolean release = new AtomicBoolean();
		AtomicInteger interrupts = new AtomicInteger();
		BackgroundWorker worker = this.workers.define("deaf").executor((context) -> {
			running.countDown();
			while (!release.get()) {
				if (Thread.interrupted()) {
					interrupts.incrementAndGet();
				}
				Thread.onSpinWait();
			}
		}).register();
		running.await();
		long before = System.nanoTime();
		assertThat(worker.stop(Duration.ofMillis(200))).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
		await().until(() -> interrupts.get() > 0);
		assertThat(worker.state()).isEqualTo(WorkerState.STOPPING);
		assertThat(worker.control().running()).singleElement()
			.satisfies((stuck) -> assertThat(stuck.stack()).isNotEmpty());
		release.set(true);
		await().until(worker::isStopped);
	}

	@Test
	void onStopActionEndsABlockingExecutorAtOnce() throws Exception {
		CountDownLatch running = new CountDownLatch(1);
		BackgroundWorker worker = this.workers.define("watch").executor((context) -> {
			CountDownLatch closed = new CountDownLatch(1);
			context.onStop(closed::countDown);
			running.countDown();
			closed.await();
			assertThat(context.isStopRequested()).isTrue();
		}).register();
		running.await();
		long before = System.nanoTime();
		assertThat(worker.stop()).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(25));
	}

	@Test
	void hooksRunAroundStartAndStop() {
		WorkerHooks hooks = new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				WorkerLifeTests.this.log.add("beforeStart " + worker.state());
			}

			@Override
			public void afterStart(BackgroundWorker worker) {
				WorkerLifeTests.this.log.add("afterStart " + worker.state());
			}

			@Override
			public void beforeStop(BackgroundWorker worker) {
				WorkerLifeTests.this.log.add("beforeStop " + worker.state());
			}

			@Override
			public void afterStop(BackgroundWorker worker) {
				WorkerLifeTests.this.log.add("afterStop " + worker.state());
			}
		};
		BackgroundWorker worker = this.workers.define("event").event().executor((context) -> {
		}).hooks(hooks).register();
		worker.stop();
		assertThat(this.log).containsExactly("beforeStart STARTING", "afterStart STARTED", "beforeStop STARTED",
				"afterStop STOPPED");
	}

	@ParameterizedTest
	@ValueSource(strings = { "beforeStart", "afterStart" })
	void hookThatThrowsAtTheStartLeavesTheWorkerFailedAndAStartClearsIt(String which) {
		AtomicBoolean broken = new AtomicBoolean(true);
		WorkerHooks hooks = new WorkerHooks() {
			@Override
			public void beforeStart(BackgroundWorker worker) {
				fail("beforeStart");
			}

			@Override
			public void afterStart(BackgroundWorker worker) {
				fail("afterStart");
			}

			private void fail(String name) {
				if (broken.get() && name.equals(which)) {
					throw new IllegalStateException("no");
				}
			}
		};
		BackgroundWorker worker = this.workers.define("event").event().executor((context) -> {
		}).autoStart(false).hooks(hooks).register();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.withMessageContaining("event")
			.withMessageContaining(which);
		assertThat(worker.state()).isEqualTo(WorkerState.FAILED);
		assertThat(worker.isActive()).isFalse();
		broken.set(false);
		assertThat(worker.start()).isTrue();
		assertThat(worker.state()).isEqualTo(WorkerState.STARTED);
	}

	@Test
	void startOptionsLastForOneStart() throws Exception {
		BackgroundIntervalWorker worker = this.workers.define("tick")
			.interval(Duration.ofHours(1))
			.attachment("configured")
			.argument("region", "eu")
			.executor((context) -> this.log
				.add(context.name() + " " + context.attachment() + " " + context.arguments().get("region")))
			.register();
		await().until(() -> this.log.size() == 1);
		worker.restart(StartOptions.builder()
			.label("night")
			.priority(Priority.HIGH)
			.attachment("given")
			.interval(Duration.ofMillis(1))
			.argument("region", "us")
			.build());
		await().until(() -> this.log.size() > 3);
		assertThat(worker.snapshot().priority()).isEqualTo(Priority.HIGH);
		worker.stop();
		assertThat(this.log).startsWith("tick configured eu", "night given us");
		this.log.clear();
		worker.start();
		await().until(() -> this.log.size() == 1);
		assertThat(this.log).containsExactly("tick configured eu");
		assertThat(worker.snapshot().priority()).isEqualTo(Priority.NORMAL);
		assertThat(worker.snapshot().schedule()).isEqualTo(Schedule.every(Duration.ofHours(1)));
	}

	@Test
	void missingArgumentStopsTheStartWithItsName() {
		BackgroundWorker worker = this.workers.define("worker")
			.autoStart(false)
			.requireArgument("region")
			.executor((context) -> {
			})
			.register();
		assertThatExceptionOfType(WorkerStartException.class).isThrownBy(worker::start)
			.withMessageContaining("'region'")
			.withMessageContaining("'worker'");
		assertThat(worker.start(StartOptions.builder().argument("region", "eu").build())).isTrue();
		worker.stop();
	}

	@Test
	void optionsOnAStartedWorkerAreRefusedByTheControls() {
		BackgroundWorker worker = this.workers.define("event").event().executor((context) -> {
		}).register();
		assertThatIllegalStateException()
			.isThrownBy(() -> worker.control().start(StartOptions.builder().label("x").build(), Initiator.APPLICATION))
			.withMessageContaining("event");
	}

	@Test
	void optionOfAnotherTypeIsRefused() {
		BackgroundWorker worker = this.workers.define("event").event().autoStart(false).executor((context) -> {
		}).register();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> worker.start(StartOptions.builder().interval(Duration.ofSeconds(1)).build()))
			.withMessageContaining("event");
	}

	@Test
	void workerOfAStoppedSupervisorStartsWithIt() {
		this.supervisor.close();
		BackgroundWorker worker = this.workers.define("worker").executor((context) -> this.log.add("run")).register();
		assertThat(worker.start()).isTrue();
		assertThat(this.log).isEmpty();
		this.supervisor.start();
		await().until(() -> !this.log.isEmpty());
	}

	/** It was asked to, and perhaps not for good. */
	@Test
	void falseFromAWorkerThatIsAskedToStopIsNoStopOfItsOwn() {
		AtomicInteger runs = new AtomicInteger();
		BackgroundWorker worker = this.workers.define("polite").executorWithResult((item, context) -> {
			runs.incrementAndGet();
			return !context.isStopRequested();
		}).register();
		for (int i = 0; i < 20; i++) {
			int before = runs.get();
			await().until(() -> runs.get() > before + 10);
			this.supervisor.close();
			assertThat(worker.snapshot().stoppedBy()).isEqualTo(StoppedBy.SHUTDOWN);
			this.supervisor.start();
		}
		await().until(worker::isStarted);
	}

	@Test
	void supervisorThatPausesKeepsWhatUsersChose() {
		BackgroundWorker runs = this.workers.define("runs").executor((context) -> this.log.add("run")).register();
		BackgroundWorker stopped = this.workers.define("stopped")
			.executor((context) -> this.log.add("stopped"))
			.register();
		stopped.stop();
		this.supervisor.close();
		assertThat(runs.state()).isEqualTo(WorkerState.STOPPED);
		assertThat(runs.snapshot().stoppedBy()).isEqualTo(StoppedBy.SHUTDOWN);
		this.log.clear();
		this.supervisor.start();
		await().until(() -> !this.log.isEmpty());
		assertThat(this.log).doesNotContain("stopped");
		assertThat(stopped.snapshot().stoppedBy()).isEqualTo(StoppedBy.USER);
	}

	@Test
	void selfLaunchingWorkersPauseWhileTheSupervisorOnlyReceives() {
		this.workers.define("loop").executor((context) -> this.log.add("loop")).register();
		BackgroundEventWorker event = this.workers.define("event")
			.event()
			.executor((context) -> this.log.add("event"))
			.register();
		await().until(() -> this.log.contains("loop"));
		this.supervisor.receive();
		await().until(() -> Engine.isInactive(this.workers.get("loop")));
		this.log.clear();
		event.trigger();
		await().until(() -> this.log.contains("event"));
		assertThat(this.log).containsOnly("event");
	}

	@Test
	void namesAreComparedWithoutCaseAndPunctuation() {
		this.workers.define("order-sync").event().executor((context) -> {
		}).register();
		assertThat(this.workers.find("orderSync")).isNotNull();
		assertThatExceptionOfType(InvalidWorkerException.class)
			.isThrownBy(() -> this.workers.define("OrderSync").event().executor((context) -> {
			}).register())
			.withMessageContaining("order-sync");
		assertThatExceptionOfType(UnknownWorkerException.class).isThrownBy(() -> this.workers.get("order-synk"))
			.withMessageContaining("[order-sync]");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-a", "a b", "a.b", "../x", "a\nb" })
	void illegalNamesAreRefused(String name) {
		assertThatExceptionOfType(InvalidWorkerException.class)
			.isThrownBy(() -> this.workers.define(name).event().executor((context) -> {
			}).register())
			.satisfies((ex) -> assertThat(ex.attribute()).isEqualTo("name"));
	}

	@Test
	void removedWorkerIsGoneAndItsNameFree() {
		BackgroundWorker worker = this.workers.define("worker").executor((context) -> this.log.add("run")).register();
		assertThat(this.workers.remove("worker")).isTrue();
		await().until(worker::isStopped);
		assertThat(this.workers.find("worker")).isNull();
		this.workers.define("worker").event().executor((context) -> {
		}).register();
	}

	@Test
	void stopForSomeTimeStartsAgain() {
		BackgroundWorker worker = this.workers.define("event").event().executor((context) -> {
		}).register();
		worker.control().stopFor(Duration.ofMillis(20), new Initiator("ann", "quiet please"));
		await().until(worker::isStarted);
		assertThat(worker.snapshot().lastChange().by()).isEqualTo("ann");
	}

}
