package io.atasker.worker;

import java.time.Duration;
import java.time.ZoneId;
import java.util.function.Function;

import io.atasker.annotation.SpringCronParser;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests of {@link Schedule}.
 */
class ScheduleTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration LONG = Duration.ofDays(36_525);

	private static final CalendarSchedule CALENDAR = new SpringCronParser().parse("* * * * * *", ZoneId.of("UTC"));

	private static void refused(String text, Duration interval, Duration delay, Duration delayBefore,
			CalendarSchedule calendar, Duration initialDelay, Duration jitter) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Schedule(interval, delay, delayBefore, calendar, initialDelay, jitter))
			.withMessage(text);
	}

	@Test
	void whatExcludesEachOtherIsRefused() {
		refused("interval and delay exclude each other", SECOND, SECOND, null, null, Duration.ZERO, Duration.ZERO);
		String cron = "cron excludes interval, delay and delayBefore";
		refused(cron, SECOND, null, null, CALENDAR, Duration.ZERO, Duration.ZERO);
		refused(cron, null, SECOND, null, CALENDAR, Duration.ZERO, Duration.ZERO);
		refused(cron, null, null, SECOND, CALENDAR, Duration.ZERO, Duration.ZERO);
		String shorter = "delayBefore must be shorter than interval";
		refused(shorter, SECOND, null, SECOND, null, Duration.ZERO, Duration.ZERO);
		refused(shorter, SECOND, null, SECOND.plusNanos(1), null, Duration.ZERO, Duration.ZERO);
		assertThatNoException()
			.isThrownBy(() -> new Schedule(SECOND, null, SECOND.minusNanos(1), null, Duration.ZERO, Duration.ZERO));
		assertThatNoException()
			.isThrownBy(() -> new Schedule(null, SECOND, SECOND, null, Duration.ZERO, Duration.ZERO));
	}

	@Test
	void durationsHaveBounds() {
		outOfBounds("interval", Schedule::every, true);
		outOfBounds("delay", Schedule::withDelay, true);
		outOfBounds("delayBefore", Schedule::withDelayBefore, true);
		outOfBounds("initialDelay", Schedule.every(SECOND)::withInitialDelay, false);
		outOfBounds("jitter", Schedule.every(SECOND)::withJitter, false);
	}

	private static void outOfBounds(String name, Function<Duration, Schedule> schedule, boolean positive) {
		String bounds = positive ? " must be positive and not longer than 100 years, but is "
				: " must not be negative nor longer than 100 years, but is ";
		assertThatNoException().isThrownBy(() -> schedule.apply(LONG));
		assertThatNoException().isThrownBy(() -> schedule.apply(Duration.ofNanos(1)));
		for (Duration wrong : new Duration[] { LONG.plusNanos(1), Duration.ofNanos(-1) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> schedule.apply(wrong))
				.withMessage(name + bounds + wrong);
		}
		if (positive) {
			assertThatIllegalArgumentException().isThrownBy(() -> schedule.apply(Duration.ZERO));
		}
		else {
			assertThatNoException().isThrownBy(() -> schedule.apply(Duration.ZERO));
		}
	}

	@Test
	void kindsAreTold() {
		assertThat(Schedule.TRIGGER_ONLY.isTriggerOnly()).isTrue();
		assertThat(Schedule.TRIGGER_ONLY.isFromEndToStart()).isFalse();
		kind(Schedule.every(SECOND), false);
		kind(Schedule.of(CALENDAR), false);
		kind(Schedule.withDelay(SECOND), true);
		kind(Schedule.withDelayBefore(SECOND), true);
		kind(new Schedule(SECOND, null, SECOND.dividedBy(2), null, Duration.ZERO, Duration.ZERO), false);
	}

	private static void kind(Schedule schedule, boolean fromEndToStart) {
		assertThat(schedule.isTriggerOnly()).isFalse();
		assertThat(schedule.isFromEndToStart()).isEqualTo(fromEndToStart);
	}

	@Test
	void whatIsSetReplacesItsKindAndKeepsTheRest() {
		Schedule schedule = Schedule.every(SECOND)
			.withInitialDelay(Duration.ofMillis(7))
			.withJitter(Duration.ofMillis(8));
		assertThat(schedule.with(null, null, null)).isSameAs(schedule);
		assertThat(schedule.with(null, Duration.ofSeconds(2), null)).isEqualTo(
				new Schedule(null, Duration.ofSeconds(2), null, null, Duration.ofMillis(7), Duration.ofMillis(8)));
		assertThat(schedule.with(Duration.ofSeconds(3), null, null)).isEqualTo(
				new Schedule(Duration.ofSeconds(3), null, null, null, Duration.ofMillis(7), Duration.ofMillis(8)));
		assertThat(schedule.with(null, null, Duration.ofMillis(9))).isEqualTo(
				new Schedule(SECOND, null, Duration.ofMillis(9), null, Duration.ofMillis(7), Duration.ofMillis(8)));
		Schedule before = new Schedule(SECOND, null, Duration.ofMillis(9), null, Duration.ZERO, Duration.ZERO);
		assertThat(before.with(null, SECOND, null).delayBefore()).isEqualTo(Duration.ofMillis(9));
		assertThat(Schedule.withDelay(SECOND).with(null, null, Duration.ofMillis(9)).delay()).isEqualTo(SECOND);
		assertThat(Schedule.of(CALENDAR).with(SECOND, null, null).calendar()).isNull();
	}

}
