package io.atasker.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import io.atasker.testsupport.LeakGuard;
import io.atasker.testsupport.LogCapture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(LeakGuard.class)
class TimerQueueTests {

	private final TimeSource time = TimeSource.system();

	private final AtomicInteger threads = new AtomicInteger();

	private final Timers timers = this.time
		.openTimers((work) -> new Thread(work, "atasker-test-timers-" + this.threads.incrementAndGet()));

	private final List<String> fired = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.timers.close();
	}

	@Test
	void firesInTheOrderOfTheDeadlines() throws Exception {
		CountDownLatch end = new CountDownLatch(3);
		this.timers.suspend();
		long now = this.time.nanoTime();
		this.timers.schedule(timer("late", end), now + millis(60));
		this.timers.schedule(timer("early", end), now + millis(20));
		this.timers.schedule(timer("middle", end), now + millis(40));
		this.timers.resume();
		await(end);
		assertThat(this.fired).containsExactly("early", "middle", "late");
		assertThat(this.time.nanoTime() - now).isGreaterThanOrEqualTo(millis(60));
	}

	@Test
	void threadIsADaemonAndMadeByTheFirstTimer() throws Exception {
		assertThat(this.threads).hasValue(0);
		CountDownLatch end = new CountDownLatch(1);
		List<Thread> on = new CopyOnWriteArrayList<>();
		this.timers.schedule(Timer.of(() -> {
			on.add(Thread.currentThread());
			end.countDown();
		}), this.time.nanoTime());
		await(end);
		assertThat(this.threads).hasValue(1);
		assertThat(on.get(0).isDaemon()).isTrue();
	}

	@Test
	void earlierTimerWakesTheThread() throws Exception {
		this.timers.schedule(timer("far", new CountDownLatch(1)), this.time.nanoTime() + TimeUnit.HOURS.toNanos(1));
		awaitParked();
		CountDownLatch end = new CountDownLatch(1);
		this.timers.schedule(timer("near", end), this.time.nanoTime() + millis(5));
		await(end);
		assertThat(this.fired).containsExactly("near");
	}

	@Test
	void deadlineBeyondAllTimeDoesNotFireNow() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		long now = this.time.nanoTime();
		this.timers.schedule(timer("never", new CountDownLatch(1)), now + Long.MAX_VALUE);
		this.timers.schedule(timer("far", new CountDownLatch(1)),
				this.time.deadlineAfter(Duration.ofSeconds(Long.MAX_VALUE)));
		this.timers.schedule(timer("near", end), now + millis(10));
		await(end);
		assertThat(this.fired).containsExactly("near");
	}

	@Test
	void cancelledTimerDoesNotFire() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		this.timers.suspend();
		long now = this.time.nanoTime();
		Timer cancelled = timer("cancelled", end);
		this.timers.schedule(cancelled, now + millis(10));
		this.timers.schedule(timer("other", end), now + millis(20));
		assertThat(this.timers.cancel(cancelled)).isTrue();
		assertThat(this.timers.cancel(cancelled)).isFalse();
		this.timers.resume();
		await(end);
		assertThat(this.fired).containsExactly("other");
	}

	@Test
	void timerCanBeArmedAgainFromWithin() throws Exception {
		CountDownLatch end = new CountDownLatch(5);
		Timer[] timer = new Timer[1];
		timer[0] = Timer.of(() -> {
			end.countDown();
			if (end.getCount() > 0) {
				this.timers.schedule(timer[0], this.time.nanoTime() + 1000);
			}
		});
		this.timers.schedule(timer[0], this.time.nanoTime());
		await(end);
	}

	@Test
	void failuresOfOneBurstAreLoggedOnceAndHarmNobody() throws Exception {
		try (LogCapture log = LogCapture.of(Timers.class)) {
			CountDownLatch end = new CountDownLatch(1);
			CountDownLatch blocked = new CountDownLatch(1);
			long now = this.time.nanoTime();
			this.timers.schedule(Timer.of(() -> await(blocked)), now);
			for (int i = 0; i < 1000; i++) {
				this.timers.schedule(Timer.of(() -> {
					throw new StackOverflowError("synthetic");
				}), now + 1 + i);
			}
			this.timers.schedule(timer("survivor", end), now + 2000);
			blocked.countDown();
			await(end);
			Awaitility.await().untilAsserted(() -> assertThat(log.messages(Level.ERROR)).hasSize(2));
			assertThat(log.messages(Level.ERROR).get(1)).startsWith("999 more");
		}
	}

	@Test
	void afterCloseNothingFiresAndTheThreadEnds() {
		Timer timer = timer("closed", new CountDownLatch(1));
		this.timers.schedule(timer, this.time.nanoTime() + millis(60_000));
		this.timers.close();
		this.timers.schedule(timer, this.time.nanoTime());
		assertThat(this.timers.cancel(timer)).isFalse();
		Awaitility.await().until(() -> LeakGuard.engineThreads().isEmpty());
		assertThat(this.fired).isEmpty();
	}

	@Test
	void timerOfAClosedQueueCanBeArmedInAnother() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		Timer timer = timer("again", end);
		this.timers.schedule(timer, this.time.nanoTime() + millis(60_000));
		this.timers.close();
		try (Timers other = this.time.openTimers((work) -> new Thread(work, "atasker-test-other"))) {
			other.schedule(timer, this.time.nanoTime());
			await(end);
		}
	}

	@Test
	void nextTimerTriesAgainWhenNoThreadCouldBeMade() throws Exception {
		AtomicInteger calls = new AtomicInteger();
		ThreadFactory flaky = (work) -> switch (calls.getAndIncrement()) {
			case 0 -> throw new OutOfMemoryError("unable to create native thread");
			case 1 -> null;
			default -> new Thread(work, "atasker-test-flaky");
		};
		CountDownLatch end = new CountDownLatch(3);
		try (LogCapture log = LogCapture.of(Timers.class); Timers queue = this.time.openTimers(flaky)) {
			for (int i = 0; i < 3; i++) {
				queue.schedule(timer("timer " + i, end), this.time.nanoTime());
			}
			await(end);
			assertThat(log.messages(Level.ERROR)).hasSize(2);
		}
		assertThat(this.fired).containsExactly("timer 0", "timer 1", "timer 2");
	}

	@Test
	void eachTimerFiresOrIsCancelledNeverBoth() throws Exception {
		int number = 20_000;
		Random random = new Random(42);
		AtomicInteger firings = new AtomicInteger();
		List<Timer> all = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			all.add(Timer.of(firings::incrementAndGet));
		}
		AtomicInteger cancelled = new AtomicInteger();
		Thread canceller = new Thread(() -> all.forEach((timer) -> {
			if (this.timers.cancel(timer)) {
				cancelled.incrementAndGet();
			}
		}));
		for (int i = 0; i < number; i++) {
			this.timers.schedule(all.get(i), this.time.nanoTime() + random.nextInt(200_000));
			if (i == number / 2) {
				canceller.start();
			}
		}
		canceller.join();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> firings.get() + cancelled.get() == number);
	}

	private Timer timer(String name, CountDownLatch end) {
		return Timer.of(() -> {
			this.fired.add(name);
			end.countDown();
		});
	}

	private void awaitParked() {
		Awaitility.await()
			.until(() -> LeakGuard.engineThreads()
				.stream()
				.allMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

	private static void await(CountDownLatch latch) {
		try {
			assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
