package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import io.atasker.time.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@ExtendWith(LeakGuard.class)
class EventLoopTests {

	private final ManualTime time = new ManualTime();

	private final Supervisor supervisor = Supervisor.builder().loop("second").time(this.time).build();

	private final CountDownLatch letGo = new CountDownLatch(1);

	private final EventLoop loop = this.supervisor.loops().getDefault();

	@BeforeEach
	void start() {
		this.supervisor.start();
	}

	@AfterEach
	void stop() {
		this.letGo.countDown();
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ZERO));
	}

	@Test
	void callsRunOneAfterTheOtherInTheOrderOfEachCaller() throws Exception {
		assertSerialAndOrdered(this.loop);
	}

	@Test
	void callsOnAForeignExecutorAreSerialToo() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(4);
		try {
			assertSerialAndOrdered(this.supervisor.loops().create("foreign", executor));
		}
		finally {
			executor.shutdown();
		}
	}

	private static void assertSerialAndOrdered(EventLoop loop) throws Exception {
		int callers = 4;
		int each = 10_000;
		List<List<Integer>> orders = new ArrayList<>();
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger broken = new AtomicInteger();
		CountDownLatch done = new CountDownLatch(callers * each);
		for (int c = 0; c < callers; c++) {
			List<Integer> order = new ArrayList<>();
			orders.add(order);
			new Thread(() -> {
				for (int i = 0; i < each; i++) {
					int number = i;
					loop.execute(() -> {
						if (inside.incrementAndGet() > 1 || !loop.inLoop()) {
							broken.incrementAndGet();
						}
						order.add(number);
						inside.decrementAndGet();
						done.countDown();
					});
				}
			}).start();
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(broken).hasValue(0);
		assertThat(orders).allSatisfy((order) -> assertThat(order).hasSize(each).isSorted());
		assertThat(loop.inLoop()).isFalse();
	}

	@Test
	void threadIsNamedAfterTheLoopAndMadeWhenItIsNeeded() throws Exception {
		assertThat(LeakGuard.engineThreads()).noneMatch((thread) -> thread.getName().contains("loop"));
		Thread thread = this.supervisor.loops()
			.get("second")
			.submit(() -> CompletableFuture.completedFuture(Thread.currentThread()))
			.get(60, TimeUnit.SECONDS);
		assertThat(thread.getName()).isEqualTo("atasker-default-loop-second");
		assertThat(thread.isDaemon()).isTrue();
	}

	@Test
	void resultIsWhatTheStageComesTo() throws Exception {
		CompletableFuture<String> stage = new CompletableFuture<>();
		CompletableFuture<String> result = this.loop.submit(() -> stage);
		stage.complete("done");
		assertThat(result.get(60, TimeUnit.SECONDS)).isEqualTo("done");
	}

	@Test
	void failureOfTheStageOrOfItsAssemblyIsTheResult() {
		CompletableFuture<String> failed = this.loop.submit(() -> CompletableFuture.supplyAsync(() -> {
			throw new IllegalStateException("in the stage");
		}));
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> failed.get(60, TimeUnit.SECONDS))
			.havingCause()
			.isInstanceOf(IllegalStateException.class)
			.withMessage("in the stage");
		CompletableFuture<String> thrown = this.loop.submit(() -> {
			throw new StackOverflowError("at assembly");
		});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> thrown.get(60, TimeUnit.SECONDS))
			.withCauseInstanceOf(StackOverflowError.class);
		CompletableFuture<String> none = this.loop.submit(() -> null);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> none.get(60, TimeUnit.SECONDS))
			.havingCause()
			.withMessageContaining("null instead of a stage");
	}

	@Test
	void cancellingTheResultCancelsTheStage() {
		CompletableFuture<String> stage = new CompletableFuture<>();
		CountDownLatch called = new CountDownLatch(1);
		CompletableFuture<String> result = this.loop.submit(() -> {
			called.countDown();
			return stage;
		});
		Awaitility.await().until(() -> called.getCount() == 0);
		result.cancel(true);
		Awaitility.await().until(stage::isCancelled);
	}

	@Test
	void cancelledCallThatWaitsIsNotMade() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		block();
		CompletableFuture<Integer> result = this.loop
			.submit(() -> CompletableFuture.completedFuture(calls.incrementAndGet()));
		result.cancel(true);
		this.letGo.countDown();
		this.loop.submit(() -> CompletableFuture.completedFuture(null)).get(60, TimeUnit.SECONDS);
		assertThat(calls).hasValue(0);
	}

	@Test
	void callWaitsForTheStage() throws Exception {
		assertThat(this.loop.<String>call(() -> CompletableFuture.supplyAsync(() -> "done"), Duration.ofMinutes(1)))
			.isEqualTo("done");
		CompletableFuture<String> never = new CompletableFuture<>();
		AtomicBoolean called = new AtomicBoolean();
		Awaitility.await().until(() -> {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> this.loop.call(() -> {
				called.set(true);
				return never;
			}, Duration.ofMillis(20)));
			return called.get();
		});
		Awaitility.await().until(never::isCancelled);
	}

	@Test
	void loopCannotWaitForItself() throws Exception {
		CompletableFuture<Throwable> thrown = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				this.loop.call(() -> CompletableFuture.completedFuture(null), Duration.ofSeconds(10));
			}
			catch (Throwable ex) {
				thrown.complete(ex);
			}
		});
		assertThat(thrown.get(60, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
	}

	@Test
	void callThatThrowsOrLeavesAnInterruptHarmsNobody() throws Exception {
		try (LogCapture log = LogCapture.of(EventLoop.class)) {
			this.loop.execute(() -> {
				Thread.currentThread().interrupt();
				Thread.currentThread().setName("spoiled");
				throw new StackOverflowError("synthetic");
			});
			assertThat(this.loop
				.submit(() -> CompletableFuture
					.completedFuture(Thread.currentThread().getName() + Thread.currentThread().isInterrupted()))
				.get(60, TimeUnit.SECONDS)).isEqualTo("atasker-default-loop-defaultfalse");
			assertThat(log.messages(Level.ERROR))
				.containsExactly("event loop 'default': a call failed; the loop goes on");
		}
	}

	@Test
	void callThatBlocksTheLoopIsReportedOnceAMinute() throws Exception {
		try (LogCapture log = LogCapture.of(EventLoop.class)) {
			occupy(Duration.ZERO);
			for (int i = 0; i < 3; i++) {
				occupy(Duration.ofMillis(150));
			}
			occupy(Duration.ofMillis(100));
			assertThat(log.messages(Level.WARN)).singleElement()
				.asString()
				.startsWith("a call has occupied event loop 'default' for 150 ms")
				.contains("0 more");
			this.time.advance(Duration.ofMinutes(1));
			occupy(Duration.ofMillis(101));
			assertThat(log.messages(Level.WARN)).hasSize(2).last().asString().contains("2 more");
		}
	}

	@Test
	void firstCallMayTakeASecondSinceItLoadsClasses() throws Exception {
		try (LogCapture log = LogCapture.of(EventLoop.class)) {
			occupy(Duration.ofSeconds(1));
			assertThat(log.messages(Level.WARN)).isEmpty();
			occupy(Duration.ofMillis(101));
			assertThat(log.messages(Level.WARN)).hasSize(1);
		}
	}

	@Test
	void firstCallThatTakesLongerIsReported() throws Exception {
		try (LogCapture log = LogCapture.of(EventLoop.class)) {
			occupy(Duration.ofMillis(1_001));
			occupy(Duration.ZERO);
			assertThat(log.messages(Level.WARN)).hasSize(1);
		}
	}

	private void occupy(Duration duration) throws Exception {
		this.loop.submit(() -> {
			this.time.advance(duration);
			return CompletableFuture.completedFuture(null);
		}).get(60, TimeUnit.SECONDS);
		this.loop.submit(() -> CompletableFuture.completedFuture(null)).get(60, TimeUnit.SECONDS);
	}

	@Test
	void stoppedLoopRunsWhatItHasAndRefusesTheRest() throws Exception {
		block();
		CompletableFuture<String> before = this.loop.submit(() -> CompletableFuture.completedFuture("done"));
		this.supervisor.loops().stop("default");
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.loop.execute(() -> {
		})).withMessage("event loop 'default' of supervisor 'default' is stopped");
		this.letGo.countDown();
		assertThat(before.get(60, TimeUnit.SECONDS)).isEqualTo("done");
		Awaitility.await()
			.until(() -> LeakGuard.engineThreads().stream().noneMatch((thread) -> thread.getName().contains("loop")));
		this.supervisor.loops().start("default");
		assertThat(this.loop.submit(() -> CompletableFuture.completedFuture("again")).get(60, TimeUnit.SECONDS))
			.isEqualTo("again");
	}

	@Test
	void loopsAreOpenWhileTheSupervisorRunsButForThoseThatWereStopped() {
		this.supervisor.loops().stop("second");
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10)));
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> this.loop.execute(() -> {
		}));
		EventLoop third = this.supervisor.loops().create("third");
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> third.execute(() -> {
		}));
		this.supervisor.start();
		this.loop.execute(() -> {
		});
		third.execute(() -> {
		});
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.supervisor.loops().get("second").execute(() -> {
			}));
	}

	@Test
	void stopOfTheSupervisorWaitsForWhatIsOnTheLoops() throws Exception {
		List<Integer> ran = new CopyOnWriteArrayList<>();
		block();
		for (int i = 0; i < 100; i++) {
			int number = i;
			this.loop.execute(() -> ran.add(number));
		}
		CompletableFuture<ShutdownReport> stop = CompletableFuture
			.supplyAsync(() -> this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(20))));
		Awaitility.await().until(() -> this.supervisor.state() == SupervisorState.STOPPING);
		assertThat(stop).isNotDone();
		this.letGo.countDown();
		assertThat(stop.get(60, TimeUnit.SECONDS).isComplete()).isTrue();
		assertThat(ran).hasSize(100);
	}

	@Test
	void loopThatIsStuckIsNamedAndWhatWaitsOnItIsDroppedForGood() throws Exception {
		List<Integer> ran = new CopyOnWriteArrayList<>();
		block();
		this.loop.execute(() -> ran.add(1));
		this.loop.execute(() -> ran.add(2));
		ShutdownReport report = this.supervisor.stop(ShutdownPolicy.graceful(Duration.ZERO));
		assertThat(report.running()).singleElement().satisfies((unfinished) -> {
			assertThat(unfinished.name()).isEqualTo("event loop default");
			assertThat(unfinished.thread()).isEqualTo("atasker-default-loop-default");
			assertThat(unfinished.stack()).anyMatch((frame) -> frame.contains("CountDownLatch"));
		});
		assertThat(report.returned()).isEqualTo(Map.of("event loop default", 2L));
		this.supervisor.start();
		assertThat(this.loop.submit(() -> CompletableFuture.completedFuture("fresh")).get(60, TimeUnit.SECONDS))
			.isEqualTo("fresh");
		this.letGo.countDown();
		Awaitility.await()
			.until(() -> LeakGuard.engineThreads()
				.stream()
				.filter((thread) -> thread.getName().contains("loop"))
				.count() == 1);
		assertThat(ran).isEmpty();
	}

	@Test
	void whoWaitsForACallThatIsDroppedIsTold() throws Exception {
		block();
		CompletableFuture<String> waiting = this.loop.submit(() -> CompletableFuture.completedFuture("too late"));
		DroppedCall call = new DroppedCall();
		this.loop.execute(call);
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ZERO));
		assertThat(waiting).isCancelled();
		assertThat(call.told).hasValue(1);
		this.letGo.countDown();
		assertThat(this.supervisor.awaitTermination(Duration.ofMinutes(1))).isTrue();
		assertThat(call.ran).hasValue(0);
	}

	@Test
	void foreignExecutorThatIsStuckIsNamedAndNeverWorksBesideItsSuccessor() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2, (work) -> new Thread(work, "foreign"));
		try {
			EventLoop foreign = this.supervisor.loops().create("foreign", executor);
			block(foreign);
			CompletableFuture<String> waiting = foreign.submit(() -> CompletableFuture.completedFuture("too late"));
			ShutdownReport report = this.supervisor.stop(ShutdownPolicy.graceful(Duration.ZERO));
			assertThat(waiting).isCancelled();
			assertThat(report.running()).singleElement().satisfies((unfinished) -> {
				assertThat(unfinished.name()).isEqualTo("event loop foreign");
				assertThat(unfinished.thread()).isEqualTo("foreign");
				assertThat(unfinished.stack()).anyMatch((frame) -> frame.contains("CountDownLatch"));
			});
			this.supervisor.start();
			CountDownLatch second = new CountDownLatch(1);
			CountDownLatch begun = new CountDownLatch(1);
			foreign.execute(() -> {
				begun.countDown();
				await(second);
			});
			CompletableFuture<Boolean> next = foreign
				.submit(() -> CompletableFuture.completedFuture(second.getCount() == 0));
			assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
			this.letGo.countDown();
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> next.get(50, TimeUnit.MILLISECONDS));
			second.countDown();
			assertThat(next.get(60, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			this.letGo.countDown();
			executor.shutdown();
		}
	}

	@Test
	@Timeout(60)
	void refusalOfAForeignExecutorLosesNobodyWhoWaits() throws Exception {
		BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
		AtomicInteger refusals = new AtomicInteger();
		EventLoop foreign = this.supervisor.loops().create("foreign", (task) -> {
			if (refusals.getAndDecrement() > 0) {
				throw new RejectedExecutionException("synthetic");
			}
			tasks.add(task);
		});
		List<CompletableFuture<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			int number = i;
			results.add(foreign.submit(() -> CompletableFuture.completedFuture(number)));
		}
		refusals.set(2);
		while (!results.stream().allMatch(CompletableFuture::isDone)) {
			this.time.advance(Duration.ofMillis(100));
			Runnable drain = tasks.poll();
			if (drain != null) {
				drain.run();
			}
		}
		assertThat(results).noneMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(refusals.get()).isNegative();
	}

	@Test
	@Timeout(60)
	void stopTellsThoseWhomAForeignExecutorHasRefused() throws Exception {
		AtomicBoolean refuse = new AtomicBoolean();
		List<Runnable> tasks = new CopyOnWriteArrayList<>();
		EventLoop foreign = this.supervisor.loops().create("foreign", (task) -> {
			if (refuse.get()) {
				throw new RejectedExecutionException("synthetic");
			}
			tasks.add(task);
		});
		List<CompletableFuture<Integer>> results = new ArrayList<>();
		for (int i = 0; i < 100; i++) {
			int number = i;
			results.add(foreign.submit(() -> CompletableFuture.completedFuture(number)));
		}
		refuse.set(true);
		tasks.get(0).run();
		assertThat(results.stream().filter(CompletableFuture::isDone)).hasSize(64);
		// So that it is not asked again in the moment in which the grace begins.
		this.time.advance(Duration.ofMillis(50));
		CompletableFuture<ShutdownReport> stop = CompletableFuture
			.supplyAsync(() -> this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(4))));
		Awaitility.await().until(() -> this.supervisor.state() == SupervisorState.STOPPING);
		// As long as it takes calls it asks again; at the grace it takes no more.
		this.time.advance(Duration.ofSeconds(3));
		Awaitility.await().until(() -> isHalted(foreign));
		assertThat(stop).isNotDone();
		this.time.advance(Duration.ofMillis(100));
		assertThat(results.subList(64, 100)).allMatch(CompletableFuture::isCancelled);
		assertThat(stop.get(60, TimeUnit.SECONDS).isComplete()).isTrue();
	}

	@Test
	void retryOfWhatWasDroppedDoesNotRunBesideTheCallsOfTheNextStart() {
		AtomicBoolean refuse = new AtomicBoolean();
		List<Runnable> drains = new ArrayList<>();
		EventLoop foreign = this.supervisor.loops().create("foreign", (drain) -> {
			if (refuse.get()) {
				throw new RejectedExecutionException("synthetic");
			}
			drains.add(drain);
		});
		for (int i = 0; i < 100; i++) {
			foreign.execute(() -> {
			});
		}
		refuse.set(true);
		drains.remove(0).run();
		refuse.set(false);
		this.supervisor.stop(ShutdownPolicy.immediate(Duration.ZERO));
		this.supervisor.start();
		foreign.execute(() -> {
		});
		assertThat(drains).hasSize(1);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(drains).hasSize(1);
		drains.remove(0).run();
		assertThat(this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10))).isComplete()).isTrue();
	}

	@Test
	void threadOfALoopIsInside() throws Exception {
		assertThat(this.loop.submit(() -> CompletableFuture.completedFuture(this.supervisor.isInside()))
			.get(60, TimeUnit.SECONDS)).isTrue();
		EventLoop direct = this.supervisor.loops().create("direct", Runnable::run);
		assertThat(direct.submit(() -> CompletableFuture.completedFuture(this.supervisor.isInside()))
			.get(60, TimeUnit.SECONDS)).isTrue();
		assertThat(this.supervisor.isInside()).isFalse();
	}

	@Test
	void foreignExecutorThatRefusesIsAFailureAtTheCaller() {
		EventLoop loop = this.supervisor.loops().create("closed", (work) -> {
			throw new RejectedExecutionException("synthetic");
		});
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> loop.execute(() -> {
			})).withMessageContaining("event loop 'closed'");
		}
		assertThat(this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10))).isComplete()).isTrue();
	}

	@Test
	void namesAreUniqueAndKnown() {
		EventLoops loops = this.supervisor.loops();
		assertThat(loops.names()).containsExactly("default", "second");
		assertThatIllegalArgumentException().isThrownBy(() -> loops.create("second"));
		assertThatIllegalArgumentException().isThrownBy(() -> loops.create("a b"));
		assertThatIllegalArgumentException().isThrownBy(() -> loops.get("third"))
			.withMessage("supervisor 'default' has no event loop 'third'; it has [default, second]");
		assertThat(loops.find("third")).isNull();
		assertThat(loops.find("second")).isSameAs(loops.get("second"));
		assertThatIllegalArgumentException().isThrownBy(() -> loops.stop("third"));
		assertThatIllegalArgumentException().isThrownBy(() -> loops.start("third"));
	}

	private static boolean isHalted(EventLoop loop) {
		try {
			loop.execute(() -> {
			});
			return false;
		}
		catch (RejectedExecutionException ex) {
			return ex.getMessage().contains("is stopped");
		}
	}

	private void block() {
		block(this.loop);
	}

	private void block(EventLoop blocked) {
		CompletableFuture<Thread> blocker = new CompletableFuture<>();
		blocked.execute(() -> {
			blocker.complete(Thread.currentThread());
			await(this.letGo);
		});
		Thread thread = blocker.join();
		Awaitility.await().until(() -> LockSupport.getBlocker(thread) != null);
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await(60, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static final class DroppedCall implements EventLoop.Call {

		private final AtomicInteger ran = new AtomicInteger();

		private final AtomicInteger told = new AtomicInteger();

		@Override
		public void run() {
			this.ran.incrementAndGet();
		}

		@Override
		public void dropped() {
			this.told.incrementAndGet();
		}

	}

}
