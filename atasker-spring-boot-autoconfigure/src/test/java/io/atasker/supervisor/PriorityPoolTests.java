package io.atasker.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

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
class PriorityPoolTests {

	private final List<Blocker> blockers = new ArrayList<>();

	private Supervisor supervisor;

	@AfterEach
	void stop() {
		this.blockers.forEach(Blocker::letGo);
		if (this.supervisor != null) {
			assertThat(this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10))).isComplete()).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void criticalTasksBeginWhateverElseIsBusy(boolean virtual) {
		Assumptions.assumeTrue(!virtual || Runtime.version().feature() >= 21, "this JVM has no virtual threads");
		start(Supervisor.builder().limits(new PoolLimits(2, 1, 1)).virtualThreads(virtual));
		for (int i = 0; i < 4; i++) {
			submit(Priority.HIGH).awaitBegin();
		}
		Blocker waiting = submit(Priority.HIGH);
		for (int i = 0; i < 101; i++) {
			Blocker critical = submit(Priority.CRITICAL);
			critical.awaitBegin();
			assertThat(critical.thread.getName()).startsWith("atasker-default-").doesNotContain("-v");
		}
		assertThat(this.blockers).noneMatch(Blocker::hasEnded);
		assertThat(waiting.hasBegun()).isFalse();
	}

	@Test
	void criticalTaskBeginsWhileVirtualThreadsOccupyAllProcessors() throws Exception {
		Assumptions.assumeTrue(Runtime.version().feature() >= 21, "this JVM has no virtual threads");
		start(Supervisor.builder().virtualThreads(true));
		AtomicBoolean spin = new AtomicBoolean(true);
		CountDownLatch spinning = new CountDownLatch(Runtime.getRuntime().availableProcessors());
		for (long i = spinning.getCount() + 2; i > 0; i--) {
			this.supervisor.asExecutor(Priority.NORMAL).execute(() -> {
				spinning.countDown();
				while (spin.get()) {
					Thread.onSpinWait();
				}
			});
		}
		assertThat(spinning.await(60, TimeUnit.SECONDS)).isTrue();
		submit(Priority.CRITICAL).awaitBegin();
		spin.set(false);
	}

	@Test
	void poolSizeZeroIsNoLimit() {
		start(Supervisor.builder().limits(new PoolLimits(0, 0, 0)));
		for (int i = 0; i < 500; i++) {
			submit(Priority.LOW);
		}
		this.blockers.forEach(Blocker::awaitBegin);
	}

	@Test
	void taskThatIsNotCriticalLeavesTheSpareThreadAlone() {
		start(Supervisor.builder());
		Awaitility.await().until(() -> this.supervisor.snapshot().threads() == 1);
		Thread spare = LeakGuard.engineThreads().iterator().next();
		awaitParked(spare);
		Blocker normal = submit(Priority.NORMAL);
		normal.awaitBegin();
		assertThat(normal.thread).isNotSameAs(spare);
		Blocker critical = submit(Priority.CRITICAL);
		critical.awaitBegin();
		assertThat(critical.thread).isSameAs(spare);
		Awaitility.await().until(() -> this.supervisor.snapshot().threads() == 3);
	}

	@Test
	void mostUrgentBeginsFirstAndFirstInFirstOutAmongEquals() {
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)));
		Random random = new Random(57);
		for (int trial = 0; trial < 1000; trial++) {
			List<String> order = new CopyOnWriteArrayList<>();
			Blocker first = submit(Priority.LOW);
			first.awaitBegin();
			List<Priority> priorities = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				priorities.add(Priority.values()[random.nextInt(3)]);
			}
			List<Task<?>> tasks = new ArrayList<>();
			for (int i = 0; i < priorities.size(); i++) {
				String label = priorities.get(i) + " " + i;
				tasks.add(this.supervisor.submit(() -> order.add(label), TaskOptions.of(priorities.get(i))));
			}
			first.letGo();
			awaitAll(tasks);
			List<String> expected = new ArrayList<>();
			for (int i = 0; i < priorities.size(); i++) {
				expected.add(priorities.get(i) + " " + i);
			}
			expected.sort(Comparator.comparing((String label) -> Priority.valueOf(label.split(" ")[0])).reversed());
			assertThat(order).isEqualTo(expected);
		}
	}

	@Test
	void limitsHoldAtEveryInstantUnderRandomLoad() {
		PoolLimits limits = new PoolLimits(3, 2, 1);
		start(Supervisor.builder().limits(limits));
		// All counts in one word, so that they are seen at one moment.
		AtomicLong running = new AtomicLong();
		AtomicInteger broken = new AtomicInteger();
		Random random = new Random(58);
		List<Task<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 5_000; i++) {
			Priority priority = Priority.values()[random.nextInt(3)];
			long one = 1L << (16 * priority.ordinal());
			tasks.add(this.supervisor.submit(() -> {
				long counts = running.addAndGet(one);
				int sum = 0;
				for (Priority lower : Priority.values()) {
					sum += (int) (counts >>> (16 * lower.ordinal())) & 0xffff;
					if (sum > limits.limit(lower)) {
						broken.incrementAndGet();
					}
				}
				hold();
				running.addAndGet(-one);
			}, TaskOptions.of(priority)));
		}
		awaitAll(tasks);
		assertThat(broken).hasValue(0);
	}

	@Test
	void largerPoolBeginsWhatWaitsWithoutFurtherAsking() {
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)));
		for (int i = 0; i < 10; i++) {
			submit(Priority.LOW);
		}
		this.blockers.get(0).awaitBegin();
		assertThat(begun()).isEqualTo(1);
		this.supervisor.resize(new PoolLimits(6, 0, 0));
		Awaitility.await().until(() -> begun() == 6);
		this.supervisor.resize(new PoolLimits(0, 0, 0));
		Awaitility.await().until(() -> begun() == 10);
	}

	@Test
	void poolWithoutLimitGetsItsLimitBack() {
		start(Supervisor.builder().limits(new PoolLimits(0, 0, 0)));
		for (int i = 0; i < 6; i++) {
			submit(Priority.LOW).awaitBegin();
		}
		this.supervisor.resize(new PoolLimits(2, 1, 0));
		Blocker low = submit(Priority.LOW);
		Blocker normal = submit(Priority.NORMAL);
		submit(Priority.CRITICAL).awaitBegin();
		this.blockers.subList(0, 4).forEach(Blocker::letGo);
		awaitRunning(3);
		assertThat(List.of(low, normal)).noneMatch(Blocker::hasBegun);
		this.blockers.get(4).letGo();
		normal.awaitBegin();
		this.supervisor.resize(new PoolLimits(0, 1, 0));
		low.awaitBegin();
		assertThat(this.supervisor.limits()).isEqualTo(new PoolLimits(0, 1, 0));
	}

	@Test
	void lowTasksStarveVisiblyWhileHighOnesGoOnAndBeginThen() throws Exception {
		ManualTime time = new ManualTime();
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)).time(time));
		AtomicBoolean over = new AtomicBoolean();
		AtomicInteger turns = new AtomicInteger();
		CountDownLatch ended = new CountDownLatch(2);
		for (int i = 0; i < 2; i++) {
			this.supervisor.pool().submit(new GreedyTask(over, turns, ended), Priority.HIGH);
		}
		Blocker low = submit(Priority.LOW);
		for (int second = 1; second <= 10; second++) {
			int seen = turns.get();
			Awaitility.await().until(() -> turns.get() > seen + 100);
			time.advance(Duration.ofSeconds(1));
		}
		assertThat(low.hasBegun()).isFalse();
		assertThat(this.supervisor.snapshot().oldestWaiting()).isEqualTo(Duration.ofSeconds(10));
		assertThat(this.supervisor.snapshot().late()).isEqualTo(2);
		over.set(true);
		assertThat(ended.await(60, TimeUnit.SECONDS)).isTrue();
		low.awaitBegin();
	}

	@Test
	void parentsThatFillThePoolAndWaitForTheirChildrenAreNotSilent() throws Exception {
		try (LogCapture log = LogCapture.of(Supervisor.class)) {
			start(Supervisor.builder().limits(new PoolLimits(2, 0, 0)).startWarningAfter(Duration.ofMillis(20)));
			CyclicBarrier both = new CyclicBarrier(2);
			List<Task<TaskState>> parents = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				parents.add(this.supervisor.submit(() -> parent(both)));
			}
			for (Task<TaskState> parent : parents) {
				assertThat(parent.result().get(60, TimeUnit.SECONDS)).isEqualTo(TaskState.QUEUED);
			}
			Awaitility.await()
				.untilAsserted(() -> assertThat(log.messages(Level.WARN)).hasSize(1)
					.first()
					.asString()
					.startsWith("'child' has been waiting"));
		}
		Awaitility.await().until(() -> this.supervisor.snapshot().waiting().get(Priority.NORMAL) == 0);
	}

	private TaskState parent(CyclicBarrier both) throws Exception {
		both.await(60, TimeUnit.SECONDS);
		Task<String> child = this.supervisor.submit(() -> "done", TaskOptions.named("child"));
		Awaitility.await().until(() -> this.supervisor.snapshot().late() > 0);
		assertThatExceptionOfType(TimeoutException.class)
			.isThrownBy(() -> child.result().get(1, TimeUnit.MILLISECONDS));
		TaskState state = child.state();
		both.await(60, TimeUnit.SECONDS);
		return state;
	}

	@Test
	void smallerPoolEndsNothingAndBeginsNothingAboveItsLimit() {
		start(Supervisor.builder().limits(new PoolLimits(4, 0, 0)));
		for (int i = 0; i < 6; i++) {
			submit(Priority.LOW);
		}
		this.blockers.subList(0, 4).forEach(Blocker::awaitBegin);
		this.supervisor.resize(new PoolLimits(2, 0, 0));
		this.blockers.get(0).letGo();
		this.blockers.get(1).letGo();
		awaitRunning(2);
		assertThat(begun()).isEqualTo(4);
		this.blockers.get(2).letGo();
		this.blockers.get(4).awaitBegin();
		assertThat(this.blockers.get(5).hasBegun()).isFalse();
	}

	@Test
	void resizingUnderLoadLosesNothing() {
		start(Supervisor.builder().limits(new PoolLimits(1, 1, 1)));
		Random random = new Random(60);
		List<Task<?>> tasks = new ArrayList<>();
		for (int i = 0; i < 5_000; i++) {
			tasks.add(this.supervisor.submit(PriorityPoolTests::hold,
					TaskOptions.of(Priority.values()[random.nextInt(4)])));
			if (i % 10 == 0) {
				this.supervisor.resize(new PoolLimits(random.nextInt(4), random.nextInt(2), random.nextInt(2)));
			}
		}
		this.supervisor.resize(new PoolLimits(1, 0, 0));
		awaitAll(tasks);
		awaitRunning(0);
	}

	@Test
	void noWakeUpIsLostWhenManySubmitAndOneRuns() throws Exception {
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)));
		int producers = 4;
		int each = 25_000;
		CountDownLatch done = new CountDownLatch(producers * each);
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int p = 0; p < producers; p++) {
			Thread thread = new Thread(() -> {
				for (int i = 0; i < each; i++) {
					this.supervisor.pool().submit(new CountingTask(inside, overlaps, done), Priority.LOW);
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(overlaps).hasValue(0);
		awaitRunning(0);
	}

	@Test
	void tasksThatGoOnTakeTurns() throws Exception {
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)));
		List<String> turns = new CopyOnWriteArrayList<>();
		CountDownLatch end = new CountDownLatch(2);
		Blocker first = submit(Priority.LOW);
		first.awaitBegin();
		this.supervisor.pool().submit(new TurnTask("a", turns, end), Priority.NORMAL);
		this.supervisor.pool().submit(new TurnTask("b", turns, end), Priority.NORMAL);
		first.letGo();
		assertThat(end.await(60, TimeUnit.SECONDS)).isTrue();
		assertThat(turns).containsExactly("a", "b", "a", "b", "a", "b");
	}

	@Test
	void abandonedTaskGivesItsSlotBackOnce() {
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)));
		Blocker stuck = submit(Priority.LOW);
		Blocker next = submit(Priority.LOW);
		Blocker last = submit(Priority.LOW);
		stuck.awaitBegin();
		stuck.again = true;
		assertThat(this.supervisor.pool().abandon(stuck)).isTrue();
		assertThat(this.supervisor.pool().abandon(stuck)).isFalse();
		next.awaitBegin();
		stuck.letGo();
		stuck.awaitEnd();
		Awaitility.await().until(() -> stuck.ticket == PoolTask.Ticket.NONE);
		assertThat(last.hasBegun()).isFalse();
		assertThat(this.supervisor.snapshot().running()).containsEntry(Priority.LOW, 1);
	}

	@Test
	void taskThatIsAbandonedWhenItWantsToGoOnIsReleasedOnce() {
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)));
		AtomicInteger released = new AtomicInteger();
		ExecutionPool pool = this.supervisor.pool();
		Blocker task = new Blocker("abandoned") {

			@Override
			protected Priority requeuePriority() {
				assertThat(pool.abandon(this)).isTrue();
				return Priority.LOW;
			}

			@Override
			protected void released() {
				released.incrementAndGet();
			}

		};
		this.blockers.add(task);
		task.again = true;
		task.letGo();
		pool.submit(task, Priority.LOW);
		Awaitility.await().until(() -> released.get() == 1);
		awaitRunning(0);
		assertThat(pool.waitingSince(task)).isNull();
		assertThat(task.rejected).isFalse();
	}

	@Test
	void movedTaskOvertakes() {
		start(Supervisor.builder().limits(new PoolLimits(1, 1, 0)));
		Blocker running = submit(Priority.LOW);
		running.awaitBegin();
		Blocker waiting = submit(Priority.LOW);
		Blocker moved = submit(Priority.LOW);
		assertThat(this.supervisor.pool().move(moved, Priority.NORMAL)).isTrue();
		moved.awaitBegin();
		assertThat(this.supervisor.pool().move(moved, Priority.HIGH)).isFalse();
		assertThat(waiting.hasBegun()).isFalse();
	}

	@Test
	void taskCannotBeSubmittedTwice() {
		start(Supervisor.builder());
		Blocker task = submit(Priority.LOW);
		assertThatIllegalStateException().isThrownBy(() -> this.supervisor.pool().submit(task, Priority.LOW))
			.withMessage("'LOW 0' is in the pool already");
	}

	@Test
	void stoppedPoolRejects() {
		this.supervisor = Supervisor.builder().build();
		assertThat(submit(Priority.CRITICAL).rejected).isTrue();
	}

	@Test
	void saysWhyATaskWaits() {
		start(Supervisor.builder().limits(new PoolLimits(1, 1, 1)));
		for (int i = 0; i < 3; i++) {
			submit(Priority.HIGH).awaitBegin();
		}
		ExecutionPool pool = this.supervisor.pool();
		assertThat(pool.whyWaiting(Priority.NORMAL)).isEqualTo("pool full: 3 of 2 running at priority NORMAL");
		submit(Priority.HIGH);
		assertThat(pool.whyWaiting(Priority.NORMAL)).isEqualTo("more urgent tasks wait: 1 HIGH");
		assertThat(pool.whyWaiting(Priority.HIGH)).isEqualTo("pool full: 3 of 3 running at priority HIGH");
		this.blockers.forEach(Blocker::letGo);
		this.supervisor.stop(ShutdownPolicy.graceful(Duration.ofSeconds(10)));
		assertThat(pool.whyWaiting(Priority.LOW)).isEqualTo("supervisor is stopped");
	}

	@Test
	void withdrawnTaskDoesNotRun() {
		start(Supervisor.builder().limits(new PoolLimits(1, 0, 0)));
		Blocker running = submit(Priority.LOW);
		Blocker withdrawn = submit(Priority.LOW);
		Blocker next = submit(Priority.LOW);
		assertThat(this.supervisor.pool().waitingSince(withdrawn)).isNotNull();
		assertThat(this.supervisor.pool().withdraw(withdrawn)).isTrue();
		assertThat(this.supervisor.pool().waitingSince(withdrawn)).isNull();
		running.letGo();
		next.awaitBegin();
		assertThat(withdrawn.hasBegun()).isFalse();
		assertThat(withdrawn.rejected).isFalse();
	}

	private void start(SupervisorBuilder builder) {
		this.supervisor = builder.build();
		this.supervisor.start();
	}

	private Blocker submit(Priority priority) {
		Blocker blocker = new Blocker(priority + " " + this.blockers.size());
		this.blockers.add(blocker);
		this.supervisor.pool().submit(blocker, priority);
		return blocker;
	}

	private long begun() {
		return this.blockers.stream().filter(Blocker::hasBegun).count();
	}

	private void awaitRunning(int running) {
		BooleanSupplier reached = () -> this.supervisor.snapshot()
			.running()
			.values()
			.stream()
			.mapToInt(Integer::intValue)
			.sum() == running;
		Awaitility.await().until(reached::getAsBoolean);
	}

	private static void awaitParked(Thread thread) {
		Awaitility.await().until(() -> LockSupport.getBlocker(thread) instanceof Carrier);
	}

	private static void awaitAll(List<Task<?>> tasks) {
		try {
			assertThat(Task.awaitAll(tasks, Duration.ofSeconds(60))).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		assertThat(Collections.unmodifiableList(tasks)).allMatch((task) -> task.state() == TaskState.SUCCEEDED);
	}

	/**
	 * Long enough for others to come in between; an instant task would hide an overlap.
	 */
	private static void hold() {
		long end = System.nanoTime() + 100_000;
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

	private static final class CountingTask extends PoolTask {

		private final AtomicInteger inside;

		private final AtomicInteger overlaps;

		private final CountDownLatch done;

		CountingTask(AtomicInteger inside, AtomicInteger overlaps, CountDownLatch done) {
			this.inside = inside;
			this.overlaps = overlaps;
			this.done = done;
		}

		@Override
		protected String name() {
			return "counting";
		}

		@Override
		protected boolean run() {
			if (this.inside.incrementAndGet() > 1) {
				this.overlaps.incrementAndGet();
			}
			this.inside.decrementAndGet();
			this.done.countDown();
			return false;
		}

		@Override
		protected Priority requeuePriority() {
			return Priority.LOW;
		}

	}

	/** Gives its slot back and wants it again, for as long as it likes. */
	private static final class GreedyTask extends PoolTask {

		private final AtomicBoolean over;

		private final AtomicInteger turns;

		private final CountDownLatch ended;

		GreedyTask(AtomicBoolean over, AtomicInteger turns, CountDownLatch ended) {
			this.over = over;
			this.turns = turns;
			this.ended = ended;
		}

		@Override
		protected String name() {
			return "greedy";
		}

		@Override
		protected boolean run() {
			this.turns.incrementAndGet();
			return !this.over.get();
		}

		@Override
		protected Priority requeuePriority() {
			return Priority.HIGH;
		}

		@Override
		protected void released() {
			this.ended.countDown();
		}

	}

	private static final class TurnTask extends PoolTask {

		private final String name;

		private final List<String> turns;

		private final CountDownLatch end;

		private int left = 3;

		TurnTask(String name, List<String> turns, CountDownLatch end) {
			this.name = name;
			this.turns = turns;
			this.end = end;
		}

		@Override
		protected String name() {
			return this.name;
		}

		@Override
		protected boolean run() {
			this.turns.add(this.name);
			if (--this.left == 0) {
				this.end.countDown();
			}
			return this.left > 0;
		}

		@Override
		protected Priority requeuePriority() {
			return Priority.NORMAL;
		}

	}

}
