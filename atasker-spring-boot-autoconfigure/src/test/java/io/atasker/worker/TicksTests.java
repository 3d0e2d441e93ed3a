package io.atasker.worker;

import java.time.Duration;

import io.atasker.time.ManualTime;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Ticks} that are no grid, and of a schedule that changes.
 */
class TicksTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ManualTime time = new ManualTime();

	private final long start = this.time.nanoTime();

	@Test
	void byTriggerOnlyThereAreNone() {
		Ticks ticks = Ticks.of(new Schedule(null, null, null, null, Duration.ZERO, Duration.ZERO), this.time);
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.hasNext()).isFalse();
		assertThat(ticks.countsFromEnd()).isFalse();
	}

	@Test
	void delayCountsFromTheEndOfTheLastRun() {
		Schedule schedule = Schedule.withDelay(SECOND);
		Ticks ticks = Ticks.of(schedule, this.time);
		assertThat(ticks.schedule()).isSameAs(schedule);
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.hasNext()).isTrue();
		assertThat(ticks.countsFromEnd()).isTrue();
		assertThat(ticks.launchAt()).isEqualTo(this.start);
		ticks.ended(this.start + 5);
		assertThat(ticks.launchAt()).isEqualTo(this.start + 5 + SECOND.toNanos());
	}

	@Test
	void delayBeforeComesOnTop() {
		Schedule schedule = new Schedule(null, SECOND, Duration.ofSeconds(2), null, Duration.ofSeconds(4),
				Duration.ZERO);
		Ticks ticks = Ticks.of(schedule, this.time);
		assertThat(ticks.launchAt()).isEqualTo(this.start + Duration.ofSeconds(6).toNanos());
		ticks.ended(this.start);
		assertThat(ticks.launchAt()).isEqualTo(this.start + Duration.ofSeconds(3).toNanos());
	}

	@Test
	void changedScheduleGoesOnFromTheLastRun() {
		Ticks ticks = Ticks.of(Schedule.withDelay(SECOND), this.time);
		ticks.began(this.start + 3);
		ticks.ended(this.start + 7);
		Ticks changed = ticks.withSchedule(Schedule.withDelay(Duration.ofSeconds(2)));
		assertThat(changed.launchAt()).isEqualTo(this.start + 7 + Duration.ofSeconds(2).toNanos());
		Ticks grid = ticks.withSchedule(Schedule.every(SECOND));
		assertThat(grid.countsFromEnd()).isFalse();
		this.time.advance(Duration.ofMillis(10_500));
		assertThat(grid.plan()).isZero();
		assertThat(grid.launchAt()).isEqualTo(this.start + 3 + Duration.ofSeconds(11).toNanos());
	}

	@Test
	void gridThatHasNotRunBeginsAtTheStart() {
		Ticks grid = Ticks.of(Schedule.withDelay(SECOND), this.time).withSchedule(Schedule.every(SECOND));
		assertThat(grid.plan()).isZero();
		assertThat(grid.launchAt()).isEqualTo(this.start);
	}

	@Test
	void delayBeforeShiftsTheGrid() {
		Ticks grid = Ticks.of(
				new Schedule(SECOND, null, Duration.ofMillis(200), null, Duration.ofMillis(10), Duration.ZERO),
				this.time);
		grid.plan();
		assertThat(grid.launchAt()).isEqualTo(this.start + Duration.ofMillis(210).toNanos());
		assertThat(grid.pauseBefore()).isEqualTo(Duration.ofMillis(200).toNanos());
	}

	@Test
	void jitterDelaysALaunchByUpToItself() {
		Ticks ticks = Ticks.of(Schedule.every(SECOND).withJitter(Duration.ofNanos(1)), this.time);
		ticks.plan();
		boolean[] seen = new boolean[2];
		for (int i = 0; i < 200; i++) {
			seen[(int) (ticks.launchAt() - this.start)] = true;
		}
		assertThat(seen).containsExactly(true, true);
	}

}
