package io.atasker.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ManualTimeTests {

	private final ManualTime time = new ManualTime();

	private final Timers timers = this.time.openTimers(Thread::new);

	private final List<Long> fired = new ArrayList<>();

	private final long start = this.time.nanoTime();

	@Test
	void timersFireInOrderAndSeeTheirDeadlines() {
		schedule(20);
		schedule(10);
		schedule(40);
		this.time.advance(Duration.ofNanos(30));
		assertThat(this.fired).containsExactly(10L, 20L);
		this.time.advance(Duration.ofNanos(10));
		assertThat(this.fired).containsExactly(10L, 20L, 40L);
	}

	@Test
	void timerArmedByATimerFiresInTheSameMove() {
		this.timers.schedule(Timer.of(() -> schedule(15)), this.start + 10);
		this.time.advance(Duration.ofNanos(20));
		assertThat(this.fired).containsExactly(15L);
	}

	@Test
	void timerThatIsDueFiresWithAMoveOfZero() {
		schedule(-5);
		assertThat(this.fired).isEmpty();
		this.time.advance(Duration.ZERO);
		assertThat(this.fired).containsExactly(0L);
	}

	@Test
	void clocksMoveApart() {
		Instant wall = this.time.instant();
		this.time.advanceWall(Duration.ofHours(-1));
		this.time.advance(Duration.ofMinutes(1));
		assertThat(this.time.instant()).isEqualTo(wall.minus(Duration.ofMinutes(59)));
		assertThat(this.time.nanoTime() - this.start).isEqualTo(Duration.ofMinutes(1).toNanos());
	}

	@Test
	void saysHowFarTheNextTimerIs() {
		assertThat(this.time.untilNext()).isNull();
		schedule(30);
		schedule(-5);
		assertThat(this.time.untilNext()).isZero();
		this.time.advance(Duration.ofNanos(10));
		assertThat(this.time.untilNext()).isEqualTo(Duration.ofNanos(20));
	}

	@Test
	void neverMovesBack() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.time.advance(Duration.ofNanos(-1)))
			.withMessage("time only moves forwards, not by PT-0.000000001S");
	}

	private void schedule(long after) {
		this.timers.schedule(Timer.of(() -> this.fired.add(this.time.nanoTime() - this.start)), this.start + after);
	}

}
