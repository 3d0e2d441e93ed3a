package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import ch.qos.logback.classic.Level;
import io.atasker.supervisor.FlakyThreadFactory.Fault;
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

@ExtendWith(LeakGuard.class)
class ThreadCacheTests {

	private final List<Blocker> blockers = new ArrayList<>();

	private final SupervisorBuilder builder = Supervisor.builder().limits(new PoolLimits(4, 0, 0));

	private final ManualTime time = new ManualTime();

	private Supervisor supervisor;

	@AfterEach
	void stop() {
		this.blockers.forEach(Blocker::letGo);
		if (this.supervisor != null) {
			assertThat(this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10))).isComplete()).isTrue();
		}
	}

	@Test
	void threadsAreReused() throws Exception {
		start();
		for (int i = 0; i < 100; i++) {
			this.supervisor.submit(() -> null).result().get(60, TimeUnit.SECONDS);
			awaitIdle();
		}
		assertThat(this.supervisor.snapshot().threads()).isLessThanOrEqualTo(2);
	}

	@Test
	void idleThreadsEndButForTheSpare() {
		this.builder.time(this.time).threadKeepAlive(Duration.ofSeconds(60));
		start();
		for (int i = 0; i < 4; i++) {
			submit(Priority.LOW).awaitBegin();
		}
		assertThat(threads()).isEqualTo(5);
		this.blockers.forEach(Blocker::letGo);
		awaitIdle();
		this.time.advance(Duration.ofSeconds(59));
		assertThat(threads()).isEqualTo(5);
		this.time.advance(Duration.ofSeconds(2));
		assertThat(threads()).isEqualTo(1);
		Awaitility.await().until(() -> poolThreads() == 1);
	}

	@Test
	void threadThatIsUsedNowAndThenDoesNotEnd() {
		this.builder.time(this.time).threadKeepAlive(Duration.ofSeconds(60));
		start();
		for (int i = 0; i < 3; i++) {
			submit(Priority.LOW).awaitBegin();
		}
		this.blockers.forEach(Blocker::letGo);
		awaitIdle();
		for (int i = 0; i < 10; i++) {
			this.time.advance(Duration.ofSeconds(30));
			Blocker blocker = submit(Priority.LOW);
			blocker.awaitBegin();
			blocker.letGo();
			awaitIdle();
		}
		assertThat(threads()).isEqualTo(2);
	}

	@Test
	void minimumIsMadeAtTheStartAndKept() {
		this.builder.time(this.time).minThreads(3);
		start();
		Awaitility.await().until(() -> poolThreads() == 4);
		for (int i = 0; i < 4; i++) {
			submit(Priority.LOW).awaitBegin();
		}
		this.blockers.forEach(Blocker::letGo);
		awaitIdle();
		this.time.advance(Duration.ofMinutes(10));
		assertThat(threads()).isEqualTo(4);
	}

	@Test
	void largestMinimumIsWhatTheLimitsAllow() {
		this.builder.limits(new PoolLimits(2, 1, 1)).minThreads(Integer.MAX_VALUE);
		start();
		assertThat(threads()).isEqualTo(5);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void threadIsRestoredBetweenTasks(boolean virtual) throws Exception {
		Assumptions.assumeTrue(!virtual || Runtime.version().feature() >= 21, "this JVM has no virtual threads");
		this.builder.limits(new PoolLimits(1, 0, 0)).virtualThreads(virtual);
		start();
		ClassLoader loader = Thread.currentThread().getContextClassLoader();
		Blocker first = submit(Priority.LOW);
		first.awaitBegin();
		Task<Thread> spoiler = this.supervisor.submit(() -> {
			Thread thread = Thread.currentThread();
			thread.setName("spoiled");
			thread.setPriority(Thread.MIN_PRIORITY);
			thread.setContextClassLoader(new ClassLoader() {
			});
			thread.interrupt();
			return thread;
		});
		Task<List<Object>> next = this.supervisor.submit(() -> List.of(Thread.currentThread(),
				Thread.currentThread().isInterrupted(), Thread.currentThread().getName(),
				Thread.currentThread().getPriority(), Thread.currentThread().getContextClassLoader()));
		first.letGo();
		List<Object> seen = next.result().get(60, TimeUnit.SECONDS);
		assertThat(seen.get(0)).isSameAs(spoiler.result().get(60, TimeUnit.SECONDS));
		assertThat(seen.get(1)).isEqualTo(false);
		assertThat((String) seen.get(2)).startsWith("atasker-default-");
		assertThat(seen.get(3)).isEqualTo(Thread.NORM_PRIORITY);
		assertThat(seen.get(4)).isSameAs(loader);
	}

	@Test
	void interruptOfAnIdleThreadMeansNothing() throws Exception {
		start();
		Thread thread = this.supervisor.submit(Thread::currentThread).result().get(60, TimeUnit.SECONDS);
		awaitIdle();
		thread.interrupt();
		Awaitility.await().until(() -> !thread.isInterrupted() && thread.getState() == Thread.State.WAITING);
		assertThat(
				this.supervisor.submit(() -> Thread.currentThread().isInterrupted()).result().get(60, TimeUnit.SECONDS))
			.isFalse();
	}

	@Test
	void whateverATaskThrowsItsSlotIsGivenBackAndTheThreadGoesOn() {
		this.builder.limits(new PoolLimits(1, 0, 0));
		start();
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			for (Throwable failure : List.of(new IllegalStateException("synthetic"),
					new StackOverflowError("synthetic"), new OutOfMemoryError("synthetic"),
					new AssertionError("synthetic"), new HostileError())) {
				this.supervisor.pool().submit(new ThrowingTask(failure), Priority.LOW);
			}
			Blocker last = submit(Priority.LOW);
			last.awaitBegin();
			assertThat(this.supervisor.snapshot().running()).containsEntry(Priority.LOW, 1);
			assertThat(log.messages(Level.ERROR)).hasSize(5).allMatch((message) -> message.contains("'throwing'"));
		}
	}

	@Test
	void everyTaskRunsHoweverFlakyTheThreadsAre() throws Exception {
		int rounds = 20_000;
		Random random = new Random(62);
		AtomicBoolean flaky = new AtomicBoolean(true);
		Fault[] faults = Fault.values();
		this.builder.threadKeepAlive(Duration.ofNanos(1)).poolThreads = new FlakyThreadFactory(
				(call) -> flaky.get() ? faults[random(random, faults.length)] : Fault.NONE);
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			start();
			CountDownLatch done = new CountDownLatch(rounds);
			for (int i = 0; i < rounds; i++) {
				Priority priority = Priority.values()[i % 4];
				this.supervisor.asExecutor(priority).execute(done::countDown);
			}
			assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
			awaitIdle();
			flaky.set(false);
			assertThat(log.messages(Level.ERROR)).isNotEmpty().allMatch((message) -> message.startsWith("cannot make"));
		}
	}

	@Test
	void criticalTaskWithoutAThreadIsRunByTheNextThatIsFree() {
		AtomicInteger allowed = new AtomicInteger(3);
		FlakyThreadFactory threads = new FlakyThreadFactory(
				(call) -> (allowed.getAndDecrement() > 0) ? Fault.NONE : Fault.ERROR);
		this.builder.time(this.time).poolThreads = threads;
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			start();
			awaitIdle();
			Blocker low1 = submit(Priority.LOW);
			Blocker low2 = submit(Priority.LOW);
			Blocker first = submit(Priority.CRITICAL);
			List.of(low1, low2, first).forEach(Blocker::awaitBegin);
			Blocker low3 = submit(Priority.LOW);
			Blocker second = submit(Priority.CRITICAL);
			assertThat(this.supervisor.pool().waitingSince(second)).isNotNull();
			assertThat(this.supervisor.snapshot().running()).containsEntry(Priority.CRITICAL, 1);
			low1.letGo();
			second.awaitBegin();
			assertThat(second.thread).isSameAs(low1.thread);
			low2.letGo();
			low3.awaitBegin();
			assertThat(log.messages(Level.ERROR)).hasSize(1);
		}
	}

	@Test
	void taskWithoutAThreadIsTriedAgain() {
		AtomicBoolean fails = new AtomicBoolean(true);
		this.builder.time(this.time).poolThreads = new FlakyThreadFactory(
				(call) -> fails.get() ? Fault.UNSTARTABLE : Fault.NONE);
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			start();
			Blocker low = submit(Priority.LOW);
			Blocker critical = submit(Priority.CRITICAL);
			assertThat(this.supervisor.pool().whyWaiting(Priority.CRITICAL)).isEqualTo("no thread can be made");
			this.time.advance(Duration.ofSeconds(1));
			assertThat(this.blockers).noneMatch(Blocker::hasBegun);
			fails.set(false);
			this.time.advance(Duration.ofMillis(100));
			critical.awaitBegin();
			low.awaitBegin();
			assertThat(log.messages(Level.ERROR)).hasSize(1);
		}
	}

	@Test
	void spareThreadIsBetterThanNothing() {
		AtomicInteger allowed = new AtomicInteger(1);
		this.builder.poolThreads = new FlakyThreadFactory(
				(call) -> (allowed.getAndDecrement() > 0) ? Fault.NONE : Fault.NULL);
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			start();
			awaitIdle();
			submit(Priority.LOW).awaitBegin();
			assertThat(log.messages(Level.ERROR)).hasSize(1);
		}
	}

	@Test
	void virtualThreadsThatTheJvmHasNotAreSaidOnceAndIgnored() {
		Assumptions.assumeTrue(Runtime.version().feature() < 21, "this JVM has virtual threads");
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			this.builder.virtualThreads(true);
			start();
			submit(Priority.LOW).awaitBegin();
			assertThat(log.messages(Level.WARN)).hasSize(1).first().asString().contains("virtual threads");
		}
	}

	@Test
	void tasksRunOnVirtualThreadsWhenAskedFor() throws Exception {
		Assumptions.assumeTrue(Runtime.version().feature() >= 21, "this JVM has no virtual threads");
		this.builder.virtualThreads(true).limits(new PoolLimits(1, 0, 0));
		start();
		Blocker critical = submit(Priority.CRITICAL);
		critical.awaitBegin();
		Task<String> virtual = this.supervisor.submit(() -> Thread.currentThread().getName());
		critical.letGo();
		assertThat(virtual.result().get(60, TimeUnit.SECONDS)).startsWith("atasker-default-v");
		assertThat(critical.thread.getName()).doesNotContain("-v");
	}

	private static int random(Random random, int bound) {
		synchronized (random) {
			return random.nextInt(bound);
		}
	}

	private void start() {
		this.supervisor = this.builder.build();
		this.supervisor.start();
	}

	private Blocker submit(Priority priority) {
		Blocker blocker = new Blocker(priority + " " + this.blockers.size());
		this.blockers.add(blocker);
		this.supervisor.pool().submit(blocker, priority);
		return blocker;
	}

	private int threads() {
		return this.supervisor.snapshot().threads();
	}

	private static long poolThreads() {
		return LeakGuard.engineThreads()
			.stream()
			.filter((thread) -> thread.getName().matches("atasker-default-\\d+"))
			.count();
	}

	/** All slots are free and all threads of the pool are parked. */
	private void awaitIdle() {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(2))
			.until(() -> this.supervisor.snapshot().running().values().stream().allMatch((number) -> number == 0)
					&& LeakGuard.engineThreads()
						.stream()
						.filter((thread) -> thread.getName().matches("atasker-(default|flaky)-\\d+"))
						.allMatch((thread) -> LockSupport.getBlocker(thread) instanceof Carrier));
	}

	private static final class ThrowingTask extends PoolTask {

		private final Throwable failure;

		ThrowingTask(Throwable failure) {
			this.failure = failure;
		}

		@Override
		protected String name() {
			return "throwing";
		}

		@Override
		protected boolean run() {
			throw ThrowingTask.<RuntimeException>sneaky(this.failure);
		}

		@Override
		protected Priority requeuePriority() {
			return Priority.LOW;
		}

		@SuppressWarnings("unchecked")
		private static <E extends Throwable> E sneaky(Throwable failure) throws E {
			throw (E) failure;
		}

	}

	private static final class HostileError extends Error {

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message for you");
		}

		@Override
		public String toString() {
			throw new IllegalStateException("no text for you");
		}

	}

}
