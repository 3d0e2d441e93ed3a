package io.atasker.worker;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;

import io.atasker.time.ManualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link CalendarTicks}, with a calendar of whole minutes.
 */
class CalendarTicksTests {

	private static final long MINUTE = Duration.ofMinutes(1).toNanos();

	private final ManualTime time = new ManualTime();

	private final Instant start = this.time.instant();

	private static Instant nextMinute(Instant after) {
		return after.truncatedTo(ChronoUnit.MINUTES).plusSeconds(60);
	}

	private Ticks ticks(Duration initialDelay, UnaryOperator<@Nullable Instant> next) {
		Schedule schedule = Schedule.of(new CalendarSchedule() {

			@Override
			public String expression() {
				return "each minute";
			}

			@Override
			public ZoneId zone() {
				return ZoneId.of("UTC");
			}

			@Override
			public @Nullable Instant next(Instant after) {
				return next.apply(after);
			}

		});
		return Ticks.of(schedule.withInitialDelay(initialDelay), this.time);
	}

	private Ticks eachMinute() {
		return ticks(Duration.ZERO, CalendarTicksTests::nextMinute);
	}

	@Test
	void nextTickIsAfterTheStartAndLookedForEachHalfMinute() {
		Ticks ticks = eachMinute();
		assertThat(ticks).isInstanceOf(CalendarTicks.class);
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.hasNext()).isTrue();
		long now = this.time.nanoTime();
		assertThat(ticks.launchAt()).isEqualTo(now + MINUTE);
		assertThat(ticks.wakeAt(now + MINUTE)).isEqualTo(now + MINUTE / 2);
		assertThat(ticks.isDue(now + MINUTE)).isFalse();
		this.time.advance(Duration.ofSeconds(45));
		assertThat(ticks.wakeAt(now + MINUTE)).isEqualTo(now + MINUTE);
		this.time.advance(Duration.ofSeconds(15));
		assertThat(ticks.isDue(now + MINUTE)).isTrue();
	}

	@Test
	void tickThatIsLaunchedIsFollowedByTheOneAfter() {
		Ticks ticks = eachMinute();
		ticks.plan();
		this.time.advance(Duration.ofMinutes(1));
		ticks.fired();
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.launchAt()).isEqualTo(this.time.nanoTime() + MINUTE);
	}

	@Test
	void ticksThatWerePassedOverAreCounted() {
		Ticks ticks = eachMinute();
		ticks.plan();
		this.time.advance(Duration.ofMinutes(1));
		ticks.fired();
		this.time.advance(Duration.ofMinutes(3).plusSeconds(1));
		assertThat(ticks.plan()).isEqualTo(3);
		assertThat(ticks.launchAt()).isEqualTo(this.time.nanoTime() + MINUTE - 1_000_000_000L);
	}

	@Test
	void tickOfThisVeryMomentIsNotPassedOver() {
		Ticks ticks = eachMinute();
		this.time.advance(Duration.ofMinutes(1));
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.isDue(0)).isTrue();
		assertThat(ticks.launchAt()).isEqualTo(this.time.nanoTime());
	}

	@Test
	void pauseOfYearsIsPassedOverInFewSteps() {
		Ticks ticks = eachMinute();
		this.time.advance(Duration.ofDays(3650));
		assertThat(ticks.plan()).isBetween(10_000L, 10_002L);
		assertThat(ticks.launchAt() - this.time.nanoTime()).isBetween(0L, MINUTE);
	}

	@Test
	void nothingThatFellDueDuringAPauseIsCounted() {
		Ticks ticks = eachMinute();
		ticks.plan();
		this.time.advance(Duration.ofMinutes(5));
		ticks.resume();
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.isDue(0)).isTrue();
	}

	@Test
	void pauseDoesNotBringATickBackThatHasRun() {
		Ticks ticks = eachMinute();
		ticks.plan();
		this.time.advance(Duration.ofMinutes(1));
		ticks.fired();
		this.time.advanceWall(Duration.ofSeconds(-30));
		ticks.resume();
		ticks.plan();
		assertThat(ticks.launchAt()).isEqualTo(this.time.nanoTime() + MINUTE + MINUTE / 2);
	}

	@Test
	void initialDelayPutsTheFirstTickOff() {
		Ticks ticks = ticks(Duration.ofSeconds(90), CalendarTicksTests::nextMinute);
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.launchAt()).isEqualTo(this.time.nanoTime() + 2 * MINUTE);
	}

	@Test
	void calendarWithoutATimeHasNoTick() {
		Ticks ticks = ticks(Duration.ZERO, (after) -> null);
		assertThat(ticks.plan()).isZero();
		assertThat(ticks.hasNext()).isFalse();
		assertThat(ticks.isDue(0)).isFalse();
		assertThat(ticks.launchAt()).isGreaterThan(Duration.ofDays(36_500).toNanos() / 2);
		ticks.fired();
		assertThat(ticks.plan()).isZero();
	}

	@Test
	void calendarThatFailsOrDoesNotGoOnHasNoTick() {
		Ticks failing = ticks(Duration.ZERO, (after) -> {
			throw new IllegalStateException("broken");
		});
		failing.plan();
		assertThat(failing.hasNext()).isFalse();
		Ticks standing = ticks(Duration.ZERO, (after) -> after);
		standing.plan();
		assertThat(standing.hasNext()).isFalse();
		Ticks going = ticks(Duration.ZERO, (after) -> after.plusNanos(1));
		going.plan();
		assertThat(going.hasNext()).isTrue();
	}

	@Test
	void tickInThousandsOfYearsIsWaitedForWithoutOverflow() {
		Ticks ticks = ticks(Duration.ZERO, (after) -> this.start.plus(Duration.ofDays(365_000)));
		ticks.plan();
		assertThat(ticks.launchAt()).isEqualTo(this.time.nanoTime() + Duration.ofDays(36_500).toNanos());
		assertThat(ticks.isDue(0)).isFalse();
	}

}
