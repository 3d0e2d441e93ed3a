package io.atasker.cluster.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.atasker.cluster.jdbc.DatabaseClock.Answer;
import org.junit.jupiter.api.Test;

import org.springframework.dao.DataAccessResourceFailureException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The clock of the queues, with a database and clocks of the node that do as they are
 * told.
 */
class DatabaseClockTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private Duration real = Duration.ZERO;

	/** What the monotonic clock missed. */
	private Duration suspended = Duration.ZERO;

	private long[] delays = {};

	private int asked;

	private boolean down;

	private boolean mayAsk = true;

	private DatabaseClock clock() {
		return new DatabaseClock(this::answer, (InstantSource) this::trueTime, this::nanos, () -> this.mayAsk);
	}

	private Instant trueTime() {
		return START.plus(this.real);
	}

	private long nanos() {
		return this.real.minus(this.suspended).toNanos();
	}

	/** The time is read at the start, so that half of a delay is an error. */
	private Answer answer() {
		if (this.down) {
			throw new DataAccessResourceFailureException("down");
		}
		long delay = (this.asked < this.delays.length) ? this.delays[this.asked] : 0;
		this.asked++;
		Instant time = trueTime();
		long before = nanos();
		this.real = this.real.plusMillis(delay);
		long took = nanos() - before;
		return new Answer(time, before + took / 2, took);
	}

	@Test
	void slowFirstAnswerIsAskedForAgain() {
		this.delays = new long[] { 8000, 6000 };
		DatabaseClock clock = clock();
		assertThat(this.asked).isEqualTo(3);
		assertThat(clock.now()).isEqualTo(trueTime());
	}

	@Test
	void quickestIsTakenWhereAllAreSlow() {
		this.delays = new long[] { 8000, 600, 6000 };
		DatabaseClock clock = clock();
		assertThat(this.asked).isEqualTo(3);
		assertThat(Duration.between(clock.now(), trueTime()).abs()).isEqualTo(Duration.ofMillis(300));
	}

	@Test
	void suspendedMachineAsksBeforeItTellsTheTime() {
		DatabaseClock clock = clock();
		suspend();
		assertThat(clock.now()).isEqualTo(trueTime());
		assertThat(clock.now()).isEqualTo(trueTime());
		assertThat(this.asked).isEqualTo(2);
	}

	@Test
	void threadThatMustNotWaitDoesNotAsk() {
		DatabaseClock clock = clock();
		suspend();
		this.mayAsk = false;
		assertThat(clock.now()).isEqualTo(START);
		assertThat(clock.isSuspect()).isTrue();
		assertThat(this.asked).isEqualTo(1);
	}

	@Test
	void asksAgainUntilTheDatabaseAnswers() {
		DatabaseClock clock = clock();
		suspend();
		this.down = true;
		assertThat(clock.now()).isEqualTo(START);
		this.down = false;
		assertThat(clock.now()).isEqualTo(trueTime());
	}

	private void suspend() {
		Duration night = Duration.ofHours(8);
		this.real = this.real.plus(night);
		this.suspended = this.suspended.plus(night);
	}

}
