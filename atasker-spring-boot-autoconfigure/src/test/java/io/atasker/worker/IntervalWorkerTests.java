package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.atasker.testsupport.LeakGuard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for interval workers; the time is moved by hand.
 */
@ExtendWith(LeakGuard.class)
class IntervalWorkerTests {

	private final Engine engine = Engine.started();

	private final long origin = this.engine.time.nanoTime();

	private final List<Long> starts = new CopyOnWriteArrayList<>();

	@AfterEach
	void close() {
		this.engine.close();
	}

	private BackgroundIntervalWorker define(Schedule schedule) {
		BackgroundIntervalWorker worker = this.engine.workers.define("tick")
			.schedule(schedule)
			.executor((context) -> this.starts.add(now()))
			.register();
		this.engine.time.advance(Duration.ZERO);
		this.engine.settle();
		return worker;
	}

	private long now() {
		return (this.engine.time.nanoTime() - this.origin) / 1_000_000;
	}

	@Test
	void intervalRunsAtOnceAndThenOnTheGrid() {
		define(Schedule.every(Duration.ofMillis(100)));
		for (int i = 0; i < 5; i++) {
			this.engine.advanceMillis(100);
		}
		assertThat(this.starts).containsExactly(0L, 100L, 200L, 300L, 400L, 500L);
	}

	@Test
	void tenThousandTicksDoNotDrift() {
		BackgroundIntervalWorker worker = define(Schedule.every(Duration.ofMillis(1)));
		for (int i = 0; i < 1_000; i++) {
			this.engine.advanceMillis(1);
		}
		assertThat(this.starts).hasSize(1_001).endsWith(1_000L);
		assertThat(Engine.counts(worker).missed()).isZero();
	}

	@Test
	void runLongerThanTheIntervalMissesTicksAndKeepsTheGrid() {
		BackgroundIntervalWorker worker = this.engine.workers.define("slow")
			.interval(Duration.ofMillis(100))
			.executor((context) -> {
				this.starts.add(now());
				this.engine.time.advance(Duration.ofMillis(350));
			})
			.register();
		this.engine.time.advance(Duration.ZERO);
		this.engine.settle();
		this.engine.advanceMillis(50);
		assertThat(this.starts).containsExactly(0L, 400L);
		assertThat(Engine.counts(worker).missed()).isEqualTo(6);
	}

	@Test
	void tickExactlyAtTheEndOfARunIsServed() {
		BackgroundIntervalWorker worker = this.engine.workers.define("exact")
			.interval(Duration.ofMillis(100))
			.executorWithResult((item, context) -> {
				this.starts.add(now());
				this.engine.time.advance(Duration.ofMillis(100));
				return this.starts.size() < 3;
			})
			.register();
		this.engine.time.advance(Duration.ZERO);
		this.engine.settle();
		this.engine.advanceMillis(0);
		this.engine.advanceMillis(0);
		assertThat(this.starts).containsExactly(0L, 100L, 200L);
		assertThat(Engine.counts(worker).missed()).isZero();
	}

	@Test
	void longSuspensionIsCaughtUpByOneRunAtMost() {
		BackgroundIntervalWorker worker = define(Schedule.every(Duration.ofMillis(100)));
		CountDownLatch suspended = new CountDownLatch(1);
		this.engine.supervisor.timers().suspend();
		this.engine.time.advance(Duration.ofMillis(10_050));
		this.engine.supervisor.timers().resume();
		this.engine.advanceMillis(0);
		this.engine.advanceMillis(50);
		assertThat(suspended.getCount()).isOne();
		assertThat(this.starts).containsExactly(0L, 10_050L, 10_100L);
		assertThat(Engine.counts(worker).missed()).isEqualTo(99);
	}

	@Test
	void delayCountsFromTheEndOfARun() {
		this.engine.workers.define("pause").delay(Duration.ofMillis(100)).executor((context) -> {
			this.starts.add(now());
			this.engine.time.advance(Duration.ofMillis(30));
		}).register();
		this.engine.time.advance(Duration.ZERO);
		this.engine.settle();
		this.engine.advanceMillis(100);
		this.engine.advanceMillis(100);
		assertThat(this.starts).containsExactly(0L, 130L, 260L);
	}

	@Test
	void delayBeforeAlonePausesRunsAndRepeats() {
		define(Schedule.withDelayBefore(Duration.ofMillis(100)));
		assertThat(this.starts).isEmpty();
		this.engine.advanceMillis(100);
		this.engine.advanceMillis(100);
		assertThat(this.starts).containsExactly(100L, 200L);
	}

	@Test
	void delayBeforeInsideAnIntervalShiftsTheLaunchAndNotTheGrid() {
		define(new Schedule(Duration.ofMillis(100), null, Duration.ofMillis(30), null, Duration.ZERO, Duration.ZERO));
		for (int i = 0; i < 23; i++) {
			this.engine.advanceMillis(10);
		}
		assertThat(this.starts).containsExactly(30L, 130L, 230L);
	}

	@Test
	void triggerSkipsDelayBefore() {
		BackgroundIntervalWorker worker = define(Schedule.withDelayBefore(Duration.ofMillis(100)));
		assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
		this.engine.settle();
		assertThat(this.starts).containsExactly(0L);
		this.engine.advanceMillis(100);
		assertThat(this.starts).containsExactly(0L, 100L);
	}

	@Test
	void initialDelayComesBeforeTheFirstTick() {
		define(Schedule.every(Duration.ofMillis(100)).withInitialDelay(Duration.ofMillis(70)));
		this.engine.advanceMillis(70);
		this.engine.advanceMillis(100);
		assertThat(this.starts).containsExactly(70L, 170L);
	}

	@Test
	void jitterShiftsSingleLaunchesAndNeverTheGrid() {
		define(Schedule.every(Duration.ofMillis(100)).withJitter(Duration.ofMillis(20)));
		for (int i = 0; i < 1_000; i++) {
			this.engine.advanceMillis(1);
		}
		assertThat(this.starts).hasSizeBetween(10, 11);
		for (int i = 0; i < this.starts.size(); i++) {
			assertThat(this.starts.get(i)).isBetween(100L * i, 100L * i + 21);
		}
	}

	@Test
	void triggerRunsNowAndLeavesTheGridAlone() {
		BackgroundIntervalWorker worker = define(Schedule.every(Duration.ofMillis(100)));
		this.engine.advanceMillis(50);
		worker.trigger();
		this.engine.settle();
		this.engine.advanceMillis(50);
		assertThat(this.starts).containsExactly(0L, 50L, 100L);
	}

	@Test
	void triggersDuringARunMakeOneMoreRun() {
		AtomicReference<BackgroundIntervalWorker> self = new AtomicReference<>();
		BackgroundIntervalWorker worker = this.engine.workers.define("self")
			.schedule(Schedule.TRIGGER_ONLY)
			.executor((context) -> {
				this.starts.add(now());
				if (this.starts.size() == 1) {
					assertThat(self.get().trigger()).isEqualTo(TriggerResult.ACCEPTED);
					assertThat(self.get().trigger()).isEqualTo(TriggerResult.MERGED);
					assertThat(self.get().triggerIfIdle()).isEqualTo(TriggerResult.IGNORED);
				}
			})
			.register();
		self.set(worker);
		worker.trigger();
		await().until(() -> this.starts.size() == 2);
		this.engine.settle();
		assertThat(Engine.counts(worker).merged()).isOne();
	}

	@Test
	void rescheduleCountsFromTheLastStart() {
		BackgroundIntervalWorker worker = define(Schedule.every(Duration.ofMillis(100)));
		this.engine.advanceMillis(30);
		worker.reschedule(Schedule.every(Duration.ofMillis(50)));
		this.engine.advanceMillis(20);
		this.engine.advanceMillis(50);
		assertThat(this.starts).containsExactly(0L, 50L, 100L);
	}

	@Test
	void nextExecutionIsTheNextTick() {
		BackgroundIntervalWorker worker = define(Schedule.every(Duration.ofMillis(100)));
		assertThat(worker.nextExecution()).isEqualTo(this.engine.time.instant().plusMillis(100));
		worker.stop();
		assertThat(worker.nextExecution()).isNull();
	}

	@Test
	void stopDuringALongPauseIsImmediate() {
		BackgroundIntervalWorker worker = define(Schedule.every(Duration.ofHours(1)));
		assertThat(worker.stop()).isTrue();
		this.engine.advance(Duration.ofHours(3));
		assertThat(this.starts).hasSize(1);
	}

	@Test
	void calendarFollowsTheWallClock() {
		BackgroundIntervalWorker worker = define(Schedule.of(new EveryMinute()));
		assertThat(this.starts).isEmpty();
		for (int i = 0; i < 9; i++) {
			this.engine.advance(Duration.ofSeconds(20));
		}
		assertThat(this.starts).containsExactly(60_000L, 120_000L, 180_000L);
		assertThat(worker.nextExecution()).isEqualTo(Instant.parse("2026-01-01T00:04:00Z"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void calendarThatFailsTakesTheScheduleAndNotTheWorker(boolean standsStill) {
		AtomicInteger asked = new AtomicInteger();
		CalendarSchedule calendar = new CalendarSchedule() {
			@Override
			public String expression() {
				return "hostile";
			}

			@Override
			public ZoneId zone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Instant next(Instant after) {
				if (asked.incrementAndGet() < 3) {
					return after.plusSeconds(10);
				}
				if (standsStill) {
					return after;
				}
				throw new IllegalStateException("no");
			}
		};
		AtomicInteger runs = new AtomicInteger();
		BackgroundIntervalWorker worker = this.engine.workers.define("calendar")
			.schedule(Schedule.of(calendar))
			.executor((context) -> runs.incrementAndGet())
			.register();
		this.engine.advance(Duration.ofSeconds(60));
		// What was armed at the end of that.
		this.engine.advance(Duration.ZERO);
		assertThat(runs.get()).isBetween(1, 2);
		int before = runs.get();
		assertThat(worker.trigger()).isEqualTo(TriggerResult.ACCEPTED);
		this.engine.settle();
		assertThat(runs).hasValue(before + 1);
		assertThat(worker.nextExecution()).isNull();
	}

	@Test
	void intervalThatIsNotLongerThanTheJitterIsRefusedByAStartToo() {
		BackgroundIntervalWorker worker = this.engine.workers.define("jittering")
			.interval(Duration.ofMinutes(1))
			.jitter(Duration.ofSeconds(10))
			.autoStart(false)
			.executor((context) -> {
			})
			.register();
		assertThatIllegalArgumentException()
			.isThrownBy(() -> worker.start(StartOptions.builder().interval(Duration.ofSeconds(10)).build()))
			.withMessage("interval must be longer than the jitter of PT10S, but is PT10S");
		assertThat(worker.start(StartOptions.builder().interval(Duration.ofSeconds(11)).build())).isTrue();
	}

	@Test
	void wallClockThatJumpsAheadIsCaughtUpOnceAndNeverRunsTwiceForOneInstant() {
		BackgroundIntervalWorker worker = define(Schedule.of(new EveryMinute()));
		this.engine.time.advanceWall(Duration.ofHours(1));
		this.engine.advance(Duration.ofSeconds(30));
		assertThat(this.starts).hasSize(1);
		assertThat(Engine.counts(worker).missed()).isEqualTo(59);
		this.engine.time.advanceWall(Duration.ofHours(-1));
		for (int i = 0; i < 100; i++) {
			this.engine.advance(Duration.ofSeconds(30));
		}
		assertThat(this.starts).hasSize(1);
	}

	@Test
	void concurrencyLetsRunsOverlapUpToItsLimit() throws Exception {
		Semaphore gate = new Semaphore(0);
		AtomicInteger inside = new AtomicInteger();
		BackgroundIntervalWorker worker = this.engine.workers.define("overlap")
			.interval(Duration.ofMillis(100))
			.concurrency(2)
			.executor((context) -> {
				inside.incrementAndGet();
				gate.acquire();
				inside.decrementAndGet();
			})
			.register();
		this.engine.time.advance(Duration.ZERO);
		await().until(() -> inside.get() == 1);
		this.engine.time.advance(Duration.ofMillis(100));
		await().until(() -> inside.get() == 2);
		this.engine.time.advance(Duration.ofMillis(250));
		assertThat(inside).hasValue(2);
		gate.release(100);
		this.engine.settle();
		assertThat(Engine.counts(worker).missed()).isEqualTo(2);
	}

	/** At each full minute. */
	private static final class EveryMinute implements CalendarSchedule {

		@Override
		public String expression() {
			return "0 * * * * *";
		}

		@Override
		public ZoneId zone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Instant next(Instant after) {
			return Instant.ofEpochSecond(Math.floorDiv(after.getEpochSecond(), 60L) * 60 + 60);
		}

	}

}
